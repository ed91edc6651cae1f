/** Reads host-local's directory as the Go plugin would: who holds which address. */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { TestNetwork } from "./test-network.js"

/** The owner of each address, as `<container id> <interface>`. */
export type Leases = ReadonlyMap<string, string>

const isLeaseFile = (name: string): boolean =>
  name !== "lock" && !name.startsWith("last_reserved_ip.")

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT"

/** The names in a directory, none where there is no directory. */
export const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Throws where a file holds anything but a container and an interface. */
export const readLeases = async ({ leases }: TestNetwork): Promise<Leases> => {
  const names = (await namesIn(leases)).filter(isLeaseFile)
  const found = new Map<string, string>()
  for (const name of names) {
    const content = await readFile(join(leases, name), "utf8")
    const [, containerId, ifname] = /^(\S+)\r\n(\S+)$/.exec(content) ?? []
    if (containerId === undefined || ifname === undefined)
      throw new Error(`the lease file ${name} holds ${JSON.stringify(content)}`)
    found.set(name, `${containerId} ${ifname}`)
  }
  return found
}

/** What the container holds at its `eth0`, in order. */
export const heldBy = (leases: Leases, containerId: string): readonly string[] =>
  [...leases]
    .filter(([, owner]) => owner === `${containerId} eth0`)
    .map(([address]) => address)
    .sort()

export const without = (leases: Leases, containerId: string): Leases =>
  new Map([...leases].filter(([, owner]) => owner !== `${containerId} eth0`))

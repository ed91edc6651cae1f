/** host-local's files in a `dataDir`: their names, modes and contents. */
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

/** By path in the dataDir: `n/10.0.0.2` is `600 c1\r\neth0`, a directory `n/` is `755`. */
export type LeaseFiles = Readonly<Record<string, string>>

/** Ours beside host-local's, which the Go plugin knows nothing of. */
const indexFolder = ".cni-ipam"

const modeOf = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o7777).toString(8)

/** A network that holds nothing but its lock was never used: ours does not even make that. */
const networkFiles = async (dataDir: string, network: string): Promise<LeaseFiles> => {
  const folder = join(dataDir, network)
  const names = await readdir(folder)
  if (names.every((name) => name === "lock")) return {}
  const files: Record<string, string> = { [`${network}/`]: await modeOf(folder) }
  for (const name of names.sort()) {
    const path = join(folder, name)
    files[`${network}/${name}`] = `${await modeOf(path)} ${await readFile(path, "utf8")}`
  }
  return files
}

/** What is in the directories of all networks that were used. */
export const leaseFiles = async (dataDir: string): Promise<LeaseFiles> => {
  const networks = (await readdir(dataDir)).filter((name) => name !== indexFolder).sort()
  const files = await Promise.all(networks.map((network) => networkFiles(dataDir, network)))
  return Object.assign({}, ...files)
}

/** Who holds which address of a network: the content of each lease file by its address. */
export const leasesIn = async (
  dataDir: string,
  network: string,
): Promise<Readonly<Record<string, string>>> => {
  const names = (await readdir(join(dataDir, network))).filter((name) =>
    /^[0-9a-f]*[.:]/.test(name),
  )
  const leases: Record<string, string> = {}
  for (const name of names.sort())
    leases[name] = await readFile(join(dataDir, network, name), "utf8")
  return leases
}

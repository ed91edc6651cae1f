/**
 * A host of our own on this machine: a loopback address and a folder which no other test process
 * has at the same time, so that test files can run servers side by side.
 *
 * The claim is a listening socket. The kernel gives it to one process and takes it back however that
 * process ends, so what then lies in the folder was left by a process that was killed, and goes.
 */
import { mkdir, readlink, rm } from "node:fs/promises"
import { createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface LoopbackHost {
  readonly address: string
  /** Empty at first. */
  readonly folder: string
  /** Removes the folder, and leaves the address to others. */
  readonly release: () => Promise<void>
}

const claimPort = 19_999
const addresses = Array.from({ length: 254 }, (_, index) => `127.83.0.${index + 1}`)

const claim = (address: string): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once("error", () => resolve(undefined))
    server.listen({ host: address, port: claimPort, exclusive: true }, () => {
      // A host that was not released keeps no process alive.
      server.unref()
      resolve(server)
    })
  })

// Another user, or a network namespace with loopback addresses of its own, may share the folder.
const folderOf = async (address: string): Promise<string> => {
  const namespace = (await readlink("/proc/self/ns/net")).replace(/\D/g, "")
  return join(tmpdir(), `cni-ipam-host-${process.getuid?.()}-${namespace}-${address}`)
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 3 })

/** Takes the first host that is free. */
export const claimHost = async (): Promise<LoopbackHost> => {
  for (const address of addresses) {
    const server = await claim(address)
    if (server === undefined) continue
    const folder = await folderOf(address)
    await remove(folder)
    await mkdir(folder, { mode: 0o700 })
    const release = async () => {
      await remove(folder)
      await new Promise((resolve) => server.close(resolve))
    }
    return { address, folder, release }
  }
  throw new Error(`no loopback host is free: does something listen at 0.0.0.0:${claimPort}?`)
}

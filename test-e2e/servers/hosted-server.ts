/** A server on a host of its own, which it gives back when it does not start or is released. */
import type { LoopbackHost } from "./loopback-host.js"
import { type ServerCommand, type ServerProcess, startServer } from "./server-process.js"

export interface HostedServer extends ServerProcess {
  /** Kills it and removes its data. */
  readonly release: () => Promise<void>
}

export const startHosted = async (
  host: LoopbackHost,
  command: ServerCommand,
): Promise<HostedServer> => {
  const server = await startServer(command).catch(async (error: unknown) => {
    await host.release()
    throw error
  })
  const release = async () => {
    await server.kill()
    await host.release()
  }
  return { ...server, release }
}

/** A server at 127.0.0.1, where the Go plugin's README has it: the tests' own are at other hosts. */
import { once } from "node:events"
import { connect, createServer } from "node:net"
import { pipeline } from "node:stream/promises"
import { afterAll } from "vitest"

/** To be called at the top of a test file. @returns the server's URL, but with another host and port. */
export const atHome = async (serverUrl: string): Promise<string> => {
  const { protocol, hostname, port } = new URL(serverUrl)
  const listener = createServer((client) => {
    const server = connect({ host: hostname, port: Number(port) })
    // Whoever hangs up first is no concern of a test's.
    pipeline(client, server, client).catch(() => undefined)
  })
  listener.listen({ host: "127.0.0.1", port: 0 })
  await once(listener, "listening")
  afterAll(() => {
    listener.close()
  })
  const address = listener.address()
  const own = typeof address === "object" && address !== null ? address.port : 0
  return `${protocol}//127.0.0.1:${own}`
}

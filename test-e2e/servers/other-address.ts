/** A server at an address that its certificate does not name. */
import { once } from "node:events"
import { connect, createServer } from "node:net"

export interface OtherAddress {
  readonly url: string
  readonly stop: () => void
}

const address = "127.0.0.2"

export const atOtherAddress = async (serverUrl: string): Promise<OtherAddress> => {
  const { protocol, hostname, port } = new URL(serverUrl)
  const listener = createServer((client) => {
    const server = connect({ host: hostname, port: Number(port) })
    client.pipe(server).pipe(client)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on("error", () => other.destroy())
  })
  listener.listen({ host: address, port: 0 })
  await once(listener, "listening")
  const bound = listener.address()
  const ownPort = typeof bound === "object" && bound !== null ? bound.port : 0
  return { url: `${protocol}//${address}:${ownPort}`, stop: () => listener.close() }
}

/** One connection through a proxy, from a client to the server. */
import { connect, type Socket } from "node:net"
import { delayedWriter } from "./delayed-writer.js"
import { type SeenRequest, watchRequests } from "./http-requests.js"
import type { TrafficLog } from "./traffic.js"

/** What becomes of all that arrives now. */
export type Behaviour =
  | { readonly _tag: "Forward"; readonly delay: number }
  | { readonly _tag: "Stall" }
  | { readonly _tag: "Answer"; readonly bytes: string }

export interface Surroundings {
  readonly target: { readonly host: string; readonly port: number }
  readonly traffic: TrafficLog
  readonly behaviour: () => Behaviour
  /** Asked once for each request that is forwarded. */
  readonly losesAnswerTo: (request: SeenRequest) => boolean
}

export interface ProxiedConnection {
  readonly cut: () => void
  /** Whether something did not get through, so that it can never go on. */
  readonly isBroken: () => boolean
}

export const proxyConnection = (
  client: Socket,
  { target, traffic, behaviour, losesAnswerTo }: Surroundings,
): ProxiedConnection => {
  const isForwarding = () => behaviour()._tag === "Forward"
  const server = isForwarding() ? connect({ ...target, allowHalfOpen: true }) : undefined
  const answers = delayedWriter(client)
  let isBroken = server === undefined
  let isAnswerLost = false

  const cut = () => {
    client.destroy()
    server?.destroy()
  }

  const watch = watchRequests((request) => {
    traffic.request(request)
    if (isForwarding() && losesAnswerTo(request)) isAnswerLost = true
  })

  client.on("data", (bytes) => {
    const now = behaviour()
    watch(bytes)
    if (now._tag === "Forward" && !isBroken) {
      traffic.toServer(bytes.length)
      server?.write(bytes)
      return
    }
    isBroken = true
    if (now._tag === "Answer") client.end(now.bytes)
  })

  server?.on("data", (bytes) => {
    const now = behaviour()
    traffic.fromServer(bytes.length)
    if (isAnswerLost) cut()
    else if (now._tag === "Forward") answers.write(bytes, now.delay)
    else isBroken = true
  })

  client.on("end", () => (server === undefined ? client.end() : server.end()))
  server?.on("end", answers.end)
  client.on("error", cut).on("close", () => server?.destroy())
  server?.on("error", cut)
  return { cut, isBroken: () => isBroken }
}

/**
 * A TCP proxy in front of one server, which counts what passes and does on command what networks and
 * dying servers do: it delays and loses answers, refuses, stalls and talks nonsense.
 *
 * It reads plain HTTP/1.1 and changes nothing of it. All else, such as TLS, it passes on unread.
 */
import { once } from "node:events"
import { createServer } from "node:net"
import type { SeenRequest } from "./http-requests.js"
import { type Behaviour, type ProxiedConnection, proxyConnection } from "./proxied-connection.js"
import { type Traffic, trafficLog } from "./traffic.js"

export interface ServerProxy {
  /** Like the server's, but with the proxy's port. */
  readonly url: string
  /** Since the start or the last `reset`; requests also when they were not forwarded. */
  readonly traffic: () => Traffic
  readonly reset: () => void
  /** Lets everything pass, as at first, or answers later by `delay` milliseconds. */
  readonly forward: (how?: { readonly delay: number }) => Promise<void>
  /**
   * Forwards the next `count` requests for which `of` holds, without it any, but cuts the connection
   * when the server has answered. It does so for plain HTTP/1.1 only.
   */
  readonly loseAnswers: (count: number, of?: (request: SeenRequest) => boolean) => void
  /** Cuts all connections and refuses new ones. */
  readonly refuse: () => Promise<void>
  /** Takes connections and all that clients send, and neither passes on nor answers anything. */
  readonly stall: () => Promise<void>
  /** Answers in the server's place, with these bytes for whatever comes, and closes. */
  readonly answer: (bytes: string) => Promise<void>
  /** Cuts all connections, for good. */
  readonly stop: () => Promise<void>
}

export interface ProxyOptions {
  /** Keeps the bodies of requests for `traffic`. */
  readonly keepBodies?: boolean
}

/** Listens at the server's own address, so that the server's certificate is good for it too. */
export const startProxy = async (
  serverUrl: string,
  { keepBodies = false }: ProxyOptions = {},
): Promise<ServerProxy> => {
  const server = new URL(serverUrl)
  const target = { host: server.hostname, port: Number(server.port) }
  const traffic = trafficLog(keepBodies)
  const connections = new Set<ProxiedConnection>()
  let behaviour: Behaviour = { _tag: "Forward", delay: 0 }
  let answersToLose = 0
  let isToLose = (_request: SeenRequest) => true

  const losesAnswerTo = (request: SeenRequest): boolean => {
    if (answersToLose === 0 || !isToLose(request)) return false
    answersToLose -= 1
    return true
  }

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    traffic.connection()
    const surroundings = { target, traffic, behaviour: () => behaviour, losesAnswerTo }
    const connection = proxyConnection(client, surroundings)
    connections.add(connection)
    client.once("close", () => connections.delete(connection))
  })

  let port = 0
  const listen = async () => {
    if (listener.listening) return
    listener.listen({ host: target.host, port })
    await once(listener, "listening")
    const address = listener.address()
    if (typeof address === "object" && address !== null) port = address.port
  }

  const refuse = async () => {
    if (!listener.listening) return
    const closed = once(listener, "close")
    listener.close()
    for (const connection of connections) connection.cut()
    await closed
  }

  const behave = async (next: Behaviour) => {
    behaviour = next
    // What was swallowed is missing, so these connections have nothing to go on with.
    for (const connection of connections)
      if (next._tag === "Forward" && connection.isBroken()) connection.cut()
    await listen()
  }

  await listen()
  return {
    url: `${server.protocol}//${target.host}:${port}`,
    traffic: traffic.read,
    reset: traffic.reset,
    forward: ({ delay } = { delay: 0 }) => {
      answersToLose = 0
      return behave({ _tag: "Forward", delay })
    },
    loseAnswers: (count, of = () => true) => {
      answersToLose = count
      isToLose = of
    },
    refuse,
    stall: () => behave({ _tag: "Stall" }),
    answer: (bytes) => behave({ _tag: "Answer", bytes }),
    stop: refuse,
  }
}

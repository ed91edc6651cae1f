/** What an error of a gRPC client says about the call. */
import type { Fault } from "./transport.js"

const deadlineExceeded = 4
const unimplemented = 12

/** grpc-js has never had a connection to send the call on. */
const neverSent = /No connection established|Name resolution failed|Waiting for (LB pick|name)/

/**
 * etcd3 replaces the error by one of its own that has no code, but keeps the message, which begins
 * with the code: `14 UNAVAILABLE: No connection established.`
 */
export const grpcFault = (error: unknown): Fault => {
  const text = error instanceof Error ? error.message : String(error)
  const [, digits, details = ""] = /^(\d+) [A-Z_]+: (.*)$/s.exec(text) ?? []
  // No call was made: keys that cannot be read, a client that was closed.
  if (digits === undefined) return { _tag: "NotSent", reason: text }
  const code = Number(digits)
  if (details.includes("etcdserver:")) return { _tag: "Status", code, message: details }
  if (neverSent.test(details)) {
    const [, cause] = /Last error: (.*?)\.? Resolution note:/s.exec(details) ?? []
    const reason = code === deadlineExceeded ? "no connection in time" : (cause ?? details)
    return { _tag: "NotSent", reason }
  }
  if (code === deadlineExceeded) return { _tag: "NoAnswer", reason: "no answer in time" }
  if (code === unimplemented)
    return { _tag: "NoEtcd", mayBeDone: false, reason: `this is no etcd: ${details}` }
  return { _tag: "NoAnswer", reason: details }
}

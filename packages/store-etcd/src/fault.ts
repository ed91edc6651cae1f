/** What follows from a fault: ask another server, look back, log in again, or give up. */
import type { AttemptError } from "@cni-ipam/store-kv"
import { plainReason } from "./plain-reason.js"
import type { Fault } from "./transport.js"

/** Texts of etcd 3.4 and 3.5 (`rpctypes/error.go`), which their codes alone do not tell apart. */
const tokenIsOld = /(invalid|old) auth token|revision of auth store is old/
const noUsers = /authentication is not enabled/
const compacted = /has been compacted|is a future revision/
const wrongPassword = /authentication failed|user name not found/
const userNeeded = /user name is empty/
/** It has not even been proposed to the cluster. */
const notNow = /no leader|not leader|not capable|too many requests|not supported for learner/
/** Proposed, and nobody knows what became of it. */
const undecided = /timed out|leader changed|connection lost|server stopped|unhealthy cluster/

const says = (text: RegExp) => (fault: Fault) => fault._tag === "Status" && text.test(fault.message)

export const isOldToken = says(tokenIsOld)
/** The cluster asks nobody who they are. */
export const hasNoUsers = says(noUsers)
export const isCompacted = says(compacted)

/** cancelled, unknown, deadline exceeded, aborted, internal, unavailable. */
const undecidedCodes: ReadonlySet<number> = new Set([1, 2, 4, 10, 13, 14])

/** TLS 1.3 lets a client speak before the server has seen that its certificate is missing. */
const refusedByTls =
  /alert[ _](bad |unsupported |bad_|unsupported_)?(certificate|unknown|handshake)/i

export interface Asked {
  /** As in `StoreError`. */
  readonly operation: string
  readonly endpoint: string
  readonly user: string | undefined
  readonly isChange: boolean
}

const final = ({ operation, endpoint }: Asked, reason: string): AttemptError => ({
  _tag: "Final",
  error: { _tag: "Unavailable", operation, subject: `etcd at ${endpoint}`, reason },
})

const fromStatus = (asked: Asked, code: number, message: string): AttemptError => {
  const reason = `${asked.endpoint}: ${message}`
  const user = asked.user ?? ""
  if (notNow.test(message)) return { _tag: "Refused", reason }
  if (undecided.test(message)) return { _tag: "Unanswered", reason }
  if (userNeeded.test(message)) return final(asked, "it asks for a username and a password")
  if (wrongPassword.test(message))
    return final(asked, `it does not know the user ${user} with this password`)
  if (/permission denied/.test(message))
    return final(asked, user === "" ? message : `the user ${user} may not: ${message}`)
  return undecidedCodes.has(code) ? { _tag: "Unanswered", reason } : final(asked, message)
}

export const attemptErrorOf =
  (asked: Asked) =>
  (fault: Fault): AttemptError => {
    if (fault._tag === "Status") return fromStatus(asked, fault.code, fault.message)
    const reason = `${asked.endpoint}: ${plainReason(fault.reason)}`
    switch (fault._tag) {
      case "NotSent":
        return { _tag: "Refused", reason }
      case "NoAnswer":
        return { _tag: refusedByTls.test(fault.reason) ? "Refused" : "Unanswered", reason }
      case "TooLong":
        return asked.isChange
          ? { _tag: "Unusable", reason }
          : final(asked, plainReason(fault.reason))
      case "NoEtcd":
        return { _tag: asked.isChange && fault.mayBeDone ? "Unanswered" : "Refused", reason }
    }
  }

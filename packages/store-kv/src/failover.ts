/**
 * Asks the servers of a cluster in turn until one answers, and goes on with that one.
 *
 * A question may be asked again anywhere. A change that a server may have made before it fell
 * silent is not repeated here: it ends as `Uncertain`, and `commitSurely` finds out.
 */
import type { StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Deadline } from "./deadline.js"
import { timeLeft } from "./deadline.js"

export type AttemptError =
  /** It was not done: nobody listens there, or the server says that it cannot now. */
  | { readonly _tag: "Refused"; readonly reason: string }
  /** The server may have done it, and may still: it is silent, or its answer makes no sense. */
  | { readonly _tag: "Unanswered"; readonly reason: string }
  /** The same, and it would make no more sense if it were asked for again. */
  | { readonly _tag: "Unusable"; readonly reason: string }
  /** Every server would say so. */
  | { readonly _tag: "Final"; readonly error: StoreError }

export interface Call<Server, A> {
  /** As in `StoreError`. */
  readonly operation: string
  readonly subject: string
  /** Whether it must not be done twice. */
  readonly isChange: boolean
  readonly attempt: (server: Server, timeout: number) => TaskEither<AttemptError, A>
}

export interface Servers<Server> {
  readonly call: <A>(call: Call<Server, A>, until: Deadline) => TaskEither<StoreError, A>
}

/** If nobody listens anywhere, nobody will soon: waiting for the whole time helps nobody. */
const mostRefusedRounds = 3
const shortestPauseMs = 50
const longestPauseMs = 250
const shortestAttemptMs = 200
/** In less than that no server answers, and its silence would hide what the others said. */
const shortestTimeoutMs = 5

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** No server may use up the time of all others. */
const share = (until: Deadline, servers: number): number => {
  const left = timeLeft(until)
  return servers === 1 ? left : Math.min(left, Math.max(shortestAttemptMs, left / (servers + 1)))
}

/**
 * @param servers in the order in which they are tried. Not empty.
 *
 * @example
 * const { call } = serversOf(["http://10.0.0.1:8500", "http://10.0.0.2:8500"])
 */
export const serversOf = <Server>(servers: readonly Server[]): Servers<Server> => {
  let preferred = 0

  const call =
    <A>({ operation, subject, isChange, attempt }: Call<Server, A>, until: Deadline) =>
    async (): Promise<E.Either<StoreError, A>> => {
      let reason = "the time was up before any server was asked"
      let refused = 0
      for (;;) {
        const index = preferred
        const server = servers[index % servers.length]
        const timeout = share(until, servers.length)
        if (
          server === undefined ||
          timeout < shortestTimeoutMs ||
          refused >= mostRefusedRounds * servers.length
        )
          return E.left({ _tag: "Unavailable", operation, subject, reason })
        const result = await attempt(server, timeout)()
        if (E.isRight(result)) return result
        const error = result.left
        if (error._tag === "Final") return E.left(error.error)
        reason = error.reason
        if (error._tag === "Unusable")
          return E.left({
            _tag: isChange ? "Uncertain" : "Unavailable",
            operation,
            subject,
            reason,
          })
        // Of calls side by side the first one moves on for all.
        if (preferred === index) preferred = (index + 1) % servers.length
        if (error._tag === "Unanswered") {
          if (isChange) return E.left({ _tag: "Uncertain", operation, subject, reason })
          refused = 0
        } else {
          refused++
        }
        if ((index + 1) % servers.length === 0 || servers.length === 1) {
          const pause = shortestPauseMs + Math.random() * (longestPauseMs - shortestPauseMs)
          await sleep(Math.min(pause, timeLeft(until)))
        }
      }
    }

  return { call }
}

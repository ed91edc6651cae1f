/** Does again from the start what somebody else got ahead of. */
import type { CommitOutcome, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DriverError } from "./driver-error.js"

/** Each turn loses only to somebody else's success. */
const mostTurns = 200
const longestPauseMs = 50

export type Turn<A> =
  | { readonly _tag: "Settled"; readonly value: A }
  | { readonly _tag: "Overtaken" }

const overtaken = { _tag: "Overtaken" } as const

/** The value, if the changes were made. */
export const settledBy =
  <A>(value: A) =>
  (commit: TaskEither<StoreError, CommitOutcome>): TaskEither<StoreError, Turn<A>> =>
    pipe(
      commit,
      TE.map((outcome) => (outcome._tag === "Committed" ? { _tag: "Settled", value } : overtaken)),
    )

const pause = (turns: number): T.Task<void> =>
  T.delay(Math.random() * Math.min(2 ** turns, longestPauseMs))(T.of(undefined))

export const untilSettled = <A>(
  pool: string,
  turn: TaskEither<DriverError, Turn<A>>,
  turns = 1,
): TaskEither<DriverError, A> =>
  pipe(
    turn,
    TE.flatMap((result): TaskEither<DriverError, A> => {
      if (result._tag === "Settled") return TE.right(result.value)
      if (turns === mostTurns) return TE.left({ _tag: "Contended", pool })
      return pipe(
        TE.fromTask(pause(turns)),
        TE.flatMap(() => untilSettled(pool, turn, turns + 1)),
      )
    }),
  )

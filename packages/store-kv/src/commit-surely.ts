/**
 * Commits a change of what is there, and knows afterwards whether it was done, also when answers
 * get lost.
 *
 * A server that does not answer may have done it, or may still. So it is read back; and if it is
 * not there it is tried again with the same text and the same conditions, of which at most one
 * try can succeed: a version that is gone never comes again. For a transaction that asks for keys
 * that are not there, which may be so again, there is `createSurely`.
 */
import type { StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Deadline } from "./deadline.js"
import { timeLeft } from "./deadline.js"
import type { Kv, KvOutcome, Step } from "./kv.js"

const longestPauseMs = 100

export const pause: T.Task<void> = pipe(
  T.of(undefined),
  T.flatMap((nothing) => T.delay(Math.random() * longestPauseMs)(T.of(nothing))),
)

/** Whether the step is seen to be done. Its text or its key must be nobody else's. */
export const isDone = (kv: Kv, witness: Step, until: Deadline): TaskEither<StoreError, boolean> =>
  pipe(
    kv.read({ keys: [witness.key], prefixes: [], consistent: true }, until),
    TE.map((entries) => {
      const entry = entries.find(({ key }) => key === witness.key)
      return witness._tag === "Put" ? entry?.value === witness.value : entry === undefined
    }),
  )

export const committed: KvOutcome = { _tag: "Committed" }

/**
 * An HTTP client, or a proxy on the way, may have sent the transaction twice: that it is refused for
 * its witness may mean that it was done the first time.
 */
export const lookTwice =
  (kv: Kv, witness: Step, until: Deadline) =>
  (outcome: KvOutcome): TaskEither<StoreError, KvOutcome> =>
    outcome._tag === "Refused" && witness._tag === "Put" && outcome.keys.includes(witness.key)
      ? pipe(
          isDone(kv, witness, until),
          TE.map((done) => (done ? committed : outcome)),
        )
      : TE.right(outcome)

/**
 * @param steps the first one tells whether all of them were taken: it puts a text that no other
 *   writer would put, or deletes a key.
 */
export const commitSurely = (
  kv: Kv,
  steps: readonly [Step, ...Step[]],
  until: Deadline,
): TaskEither<StoreError, KvOutcome> => {
  const afterLoss =
    (loss: StoreError) =>
    (done: TaskEither<StoreError, boolean>, otherwise: () => TaskEither<StoreError, KvOutcome>) =>
      pipe(
        done,
        // Nobody says what became of it: the loss is what there is to tell.
        TE.mapLeft(() => loss),
        TE.flatMap((isCommitted) => (isCommitted ? TE.right(committed) : otherwise())),
      )

  const lookBack = (loss: StoreError): TaskEither<StoreError, KvOutcome> =>
    afterLoss(loss)(isDone(kv, steps[0], until), () => tryAgain(loss))

  const tryAgain = (loss: StoreError): TaskEither<StoreError, KvOutcome> =>
    timeLeft(until) === 0
      ? TE.left(loss)
      : pipe(
          TE.fromTask(pause),
          TE.flatMap(() => kv.commit(steps, until)),
          TE.matchE(
            (error) => (error._tag === "Uncertain" ? lookBack(error) : TE.left(loss)),
            (outcome) =>
              outcome._tag === "Committed"
                ? TE.right(outcome)
                : // By somebody else's change, or by the lost one's own.
                  afterLoss(loss)(isDone(kv, steps[0], until), () => TE.right(outcome)),
          ),
        )

  return pipe(
    kv.commit(steps, until),
    TE.matchE(
      (error) => (error._tag === "Uncertain" ? lookBack(error) : TE.left(error)),
      lookTwice(kv, steps[0], until),
    ),
  )
}

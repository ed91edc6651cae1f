/** ADD: each delegate in its turn, with the result of the one before; after a failure, none of them. */
import type { PluginError } from "@cni-ipam/cni"
import { pipe } from "fp-ts/lib/function.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Json } from "./delegate-answer.js"
import type { DelegateFailure } from "./delegate-failure.js"
import { reportFailures } from "./delegate-failure.js"
import type { Errand, Runner } from "./run-delegate.js"
import { runDelegate } from "./run-delegate.js"

/**
 * CNI plugins of this project, "AlreadyLeased": an earlier ADD has set this attachment up. To undo
 * that would take the address of a container that runs.
 */
const alreadySetUp = 121

/** The last one first. One that failed is asked too: it may have got somewhere. */
const rollBack = (runner: Runner, errands: readonly Errand[]): T.Task<readonly DelegateFailure[]> =>
  pipe(
    errands.toReversed(),
    T.traverseSeqArray((errand) =>
      pipe(
        runDelegate(runner, { ...errand, command: "DEL" }),
        TE.match(
          (failure): readonly DelegateFailure[] => [failure],
          () => [],
        ),
      ),
    ),
    T.map((failures) => failures.flat()),
  )

/** @returns the result of the last delegate */
export const addAll = (
  runner: Runner,
  delegates: readonly string[],
  previous: Json | undefined,
): TaskEither<PluginError, Json> => {
  const from = (
    index: number,
    last: Json | undefined,
    before: readonly Errand[],
  ): TaskEither<PluginError, Json> => {
    const delegate = delegates[index]
    if (delegate === undefined) return TE.right(last ?? {})
    const errand: Errand = { delegate, command: "ADD", previous: last }
    const errands = [...before, errand]
    return pipe(
      runDelegate(runner, errand),
      TE.matchE(
        (failure) =>
          pipe(
            TE.fromTask(rollBack(runner, failure.code === alreadySetUp ? before : errands)),
            TE.flatMap((undoing) => TE.left(reportFailures([failure], undoing))),
          ),
        (result) => from(index + 1, result, errands),
      ),
    )
  }
  return from(0, previous, [])
}

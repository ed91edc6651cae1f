/** Commands that reach every delegate whatever happens to the others: DEL, CHECK, GC, STATUS. */
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

interface Asked {
  readonly previous: Json | undefined
  readonly failures: readonly DelegateFailure[]
}

const toOutcome = (failures: readonly DelegateFailure[]): TaskEither<PluginError, void> => {
  const [first, ...others] = failures
  return first === undefined ? TE.right(undefined) : TE.left(reportFailures([first, ...others]))
}

/** Of a result what an ordinary plugin neither knows nor keeps: `pools`, for one. */
const extraFields = (result: Json): Json => {
  const known = ["cniVersion", "interfaces", "ips", "ip4", "ip6", "routes", "dns"]
  return Object.fromEntries(Object.entries(result).filter(([name]) => !known.includes(name)))
}

/** What a delegate adds to the result for those behind it, which the runtime has not kept. */
const passOn = (previous: Json | undefined, answer: Json | undefined): Json | undefined =>
  answer === undefined ? previous : { ...previous, ...extraFields(answer) }

const askOne = (runner: Runner, errand: Errand, { failures }: Asked): T.Task<Asked> =>
  pipe(
    runDelegate(runner, errand),
    TE.match(
      (failure) => ({ previous: errand.previous, failures: [...failures, failure] }),
      (answer) => ({ previous: passOn(errand.previous, answer), failures }),
    ),
  )

const askInTurn = (
  runner: Runner,
  command: string,
  delegates: readonly string[],
  start: Asked,
): T.Task<Asked> =>
  delegates.reduce(
    (asked, delegate) =>
      pipe(
        asked,
        T.flatMap((so) => askOne(runner, { delegate, command, previous: so.previous }, so)),
      ),
    T.of(start),
  )

export const askAll = (
  runner: Runner,
  command: string,
  delegates: readonly string[],
  previous: Json | undefined,
): TaskEither<PluginError, void> =>
  pipe(
    TE.fromTask(askInTurn(runner, command, delegates, { previous, failures: [] })),
    TE.flatMap(({ failures }) => toOutcome(failures)),
  )

/** By their names: `ipam-ds-…` selects pools and holds nothing, `ipam-da-…` allocates from them. */
const isSelector = (delegate: string): boolean => delegate.startsWith("ipam-ds-")

/**
 * Backwards, as what was built last is taken down first; but those that only select come in front,
 * because an allocator learns from them what to free.
 */
export const deleteAll = (
  runner: Runner,
  delegates: readonly string[],
  previous: Json | undefined,
): TaskEither<PluginError, void> =>
  pipe(
    TE.fromTask(askInTurn(runner, "DEL", delegates.filter(isSelector), { previous, failures: [] })),
    TE.flatMap((selected) =>
      pipe(
        delegates.filter((delegate) => !isSelector(delegate)).toReversed(),
        T.traverseSeqArray((delegate) =>
          askOne(
            runner,
            { delegate, command: "DEL", previous: selected.previous },
            { previous: undefined, failures: [] },
          ),
        ),
        TE.fromTask,
        TE.flatMap((asked) =>
          toOutcome([...selected.failures, ...asked.flatMap(({ failures }) => failures)]),
        ),
      ),
    ),
  )

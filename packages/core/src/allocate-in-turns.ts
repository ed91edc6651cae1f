/** An allocation turn by turn: view, choose, reserve; and after a conflict again from where it stands. */
import { match } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { AllocationError } from "./allocation-error.js"
import type { Allocation, Plan } from "./allocation-plan.js"
import { allocationsOf, reservationOf } from "./allocation-plan.js"
import type { Choice } from "./choose-addresses.js"
import { choose, chooseAgain, failed } from "./choose-addresses.js"
import { samePool } from "./pool.js"
import type { RangeSet } from "./range-set.js"
import type { ReserveOutcome, Store, View } from "./store.js"
import type { Wish } from "./wishes.js"

/** Beyond it something is wrong: each turn loses only to somebody else's success. */
const mostAttempts = 100
const longestPauseMs = 50

const pause = (attempt: number): T.Task<void> =>
  attempt < 3
    ? T.of(undefined)
    : T.delay(Math.random() * Math.min(2 ** attempt, longestPauseMs))(T.of(undefined))

export type Allocations<E> = TaskEither<E | AllocationError, readonly Allocation[]>

/** Where an allocation may begin. */
export interface Turns<E> {
  /** With a view of these range sets. */
  readonly look: (rangeSets: readonly RangeSet[]) => Allocations<E>
  /** With a view that is only a guess. */
  readonly tryGuess: (guessed: View) => Allocations<E>
  /** With what became of the first reservation. */
  readonly settle: (
    view: View,
    choices: readonly Choice[],
    outcome: ReserveOutcome,
  ) => Allocations<E>
}

export const allocateInTurns = <E>(store: Store, plan: Plan<E>): Turns<E> => {
  const { network, owner } = plan
  const refused = (error: E | AllocationError): Allocations<E> => TE.left(error)

  const settle =
    (view: View, choices: readonly Choice[], attempt: number, isGuess: boolean) =>
    (outcome: ReserveOutcome): Allocations<E> => {
      if (outcome._tag === "Reserved") return TE.right(allocationsOf(choices, outcome.leases))
      if (outcome.missing !== undefined)
        return TE.left({ _tag: "Missing", document: outcome.missing })
      if (attempt >= mostAttempts) return TE.left({ _tag: "Contended", attempts: attempt })
      return pipe(
        TE.fromTask(pause(attempt)),
        TE.flatMap(() =>
          // What was only guessed is no place to go on from.
          outcome.ownerChanged || isGuess
            ? look(plan.expected, attempt + 1)
            : pipe(
                chooseAgain(store, network, attempt)(choices, outcome),
                TE.matchE(refused, (others) => reserve(view, others, attempt + 1, false)),
              ),
        ),
      )
    }

  const reserve = (
    view: View,
    choices: readonly Choice[],
    attempt: number,
    isGuess: boolean,
  ): Allocations<E> =>
    pipe(
      store.reserve(reservationOf(plan, view, choices)),
      TE.matchE(failed, settle(view, choices, attempt, isGuess)),
    )

  const take = (
    wishes: readonly Wish[],
    view: View,
    attempt: number,
    isGuess: boolean,
  ): Allocations<E> =>
    pipe(
      choose(wishes, owner, view),
      match(refused, (choices) => reserve(view, choices, attempt, isGuess)),
    )

  const look = (rangeSets: readonly RangeSet[], attempt: number): Allocations<E> =>
    pipe(
      store.view({
        network,
        owner,
        rangeSets,
        wantsDefinition: plan.wantsDefinition,
        ...(plan.setsOf !== undefined && { setsOf: plan.setsOf }),
        ...(plan.ignoresUnlisted !== undefined && { ignoresUnlisted: plan.ignoresUnlisted }),
      }),
      TE.matchE(failed, (view) =>
        pipe(
          plan.wishesOf(view.definition),
          match(refused, (wishes) => {
            const wanted = wishes.map(({ rangeSet }) => rangeSet)
            // The candidates of the view are none of theirs.
            const seen = view.rangeSets ?? rangeSets
            if (!samePool(wanted, seen) && attempt < mostAttempts) return look(wanted, attempt + 1)
            return take(wishes, view, attempt, false)
          }),
        ),
      ),
    )

  return {
    look: (rangeSets) => look(rangeSets, 1),
    tryGuess: (guessed) =>
      pipe(
        plan.wishesOf(guessed.definition),
        match(refused, (wishes) => take(wishes, guessed, 1, true)),
      ),
    settle: (view, choices, outcome) => settle(view, choices, 1, false)(outcome),
  }
}

/**
 * How an allocation goes, wherever its pool comes from: view, choose, reserve; and after a conflict
 * again from where it stands.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, match, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none } from "fp-ts/lib/Option.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import type { AllocationError } from "./allocation-error.js"
import type { Choice } from "./choose-addresses.js"
import { choose, chooseAgain, failed } from "./choose-addresses.js"
import type { DocumentKey } from "./documents.js"
import type { Lease, LeaseDetails } from "./lease.js"
import type { NetworkDefinition } from "./network-definition.js"
import type { Owner } from "./owner.js"
import { samePool } from "./pool.js"
import type { RangeSet } from "./range-set.js"
import { rangeFor } from "./range-set.js"
import type {
  Reservation,
  ReserveOutcome,
  Store,
  View,
  ViewAndReserve,
  ViewQuery,
} from "./store.js"
import type { Wish } from "./wishes.js"

/** A lease, and how the container is to use its address. */
export interface Allocation {
  readonly lease: Lease
  /** Of the subnet that the address came from. */
  readonly prefixLength: number
  readonly gateway: Option<Address>
}

export interface Plan<E> {
  readonly network: string
  readonly owner: Owner
  readonly details: Partial<LeaseDetails> | undefined
  /** The range sets, as far as they are known before the store was asked. */
  readonly expected: readonly RangeSet[]
  /** What is wanted, when it is known how the store defines the network. */
  readonly wishesOf: (
    definition: View["definition"],
  ) => Either<E | AllocationError, readonly Wish[]>
  readonly wantsDefinition: boolean
  /** The sets of a definition that the store keeps. */
  readonly setsOf?: ViewQuery["setsOf"]
  /** As in `ViewQuery`. */
  readonly ignoresUnlisted?: boolean
  /** How to define the network if the store does not. */
  readonly definition?: NetworkDefinition
  /** As in `Reservation`. */
  readonly requires?: DocumentKey
}

/** Beyond it something is wrong: each turn loses only to somebody else's success. */
const mostAttempts = 100
const longestPauseMs = 50

const pause = (attempt: number): T.Task<void> =>
  attempt < 3
    ? T.of(undefined)
    : T.delay(Math.random() * Math.min(2 ** attempt, longestPauseMs))(T.of(undefined))

const toAllocation =
  (choices: readonly Choice[]) =>
  (lease: Lease, index: number): Allocation => {
    const choice = choices[index]
    const range = choice && rangeFor(choice.rangeSet, lease.address)
    if (range === undefined) throw new Error("a store returned a lease that nobody asked for")
    return { lease, prefixLength: range.subnet.prefixLength, gateway: range.gateway }
  }

export const allocateFrom =
  (store: Store) =>
  <E>(plan: Plan<E>): TaskEither<E | AllocationError, readonly Allocation[]> => {
    type Allocations = TaskEither<E | AllocationError, readonly Allocation[]>

    const { network, owner, definition, requires } = plan
    const details: LeaseDetails = { node: "", allocatedAt: Date.now(), ...plan.details }
    const refused = (error: E | AllocationError): Allocations => TE.left(error)

    const reservationOf = (view: View, choices: readonly Choice[]): Reservation => ({
      network,
      owner,
      revision: view.revision,
      wanted: choices.map(({ rangeSet, address }) => ({ rangeSet: rangeSet.id, address })),
      details,
      ...(definition !== undefined && view.definition._tag === "None" && { definition }),
      ...(requires !== undefined && { requires }),
    })

    const settle =
      (view: View, choices: readonly Choice[], attempt: number, isGuess: boolean) =>
      (outcome: ReserveOutcome): Allocations => {
        if (outcome._tag === "Reserved") return TE.right(outcome.leases.map(toAllocation(choices)))
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
    ): Allocations =>
      pipe(
        store.reserve(reservationOf(view, choices)),
        TE.matchE(failed, settle(view, choices, attempt, isGuess)),
      )

    const take = (
      wishes: readonly Wish[],
      view: View,
      attempt: number,
      isGuess = false,
    ): Allocations =>
      pipe(
        choose(wishes, owner)(view),
        match(refused, (choices) => reserve(view, choices, attempt, isGuess)),
      )

    const look = (rangeSets: readonly RangeSet[], attempt: number): Allocations =>
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
              if (!samePool(wanted, seen) && attempt < mostAttempts)
                return look(wanted, attempt + 1)
              return take(wishes, view, attempt)
            }),
          ),
        ),
      )

    const decide = (view: View) => {
      const wishes = plan.wishesOf(view.definition)
      if (isLeft(wishes)) return wishes
      const choices = choose(wishes.right, owner)(view)
      if (isLeft(choices)) return choices
      return right({
        view,
        choices: choices.right,
        reservation: reservationOf(view, choices.right),
      })
    }

    const lookAndTake =
      ({ run }: ViewAndReserve): Allocations =>
      async () => {
        const done = await run({ network, owner, rangeSets: plan.expected }, decide)()
        if (isLeft(done)) return left({ _tag: "Store", error: done.left })
        if (isLeft(done.right)) return done.right
        const { decision, outcome } = done.right.right
        return settle(decision.view, decision.choices, 1, false)(outcome)()
      }

    // Both know the range sets beforehand.
    if (plan.wantsDefinition) return look(plan.expected, 1)
    const inOne = store.viewAndReserve
    if (inOne?.of.view === store.view && inOne.of.reserve === store.reserve)
      return lookAndTake(inOne)
    const ignoresUnlisted = plan.ignoresUnlisted === true
    const guessed =
      store.guess?.({ network, owner, rangeSets: plan.expected, ignoresUnlisted }) ?? none
    if (guessed._tag === "None") return look(plan.expected, 1)
    const view = guessed.value
    return pipe(
      plan.wishesOf(view.definition),
      match(refused, (wishes) => take(wishes, view, 1, true)),
    )
  }

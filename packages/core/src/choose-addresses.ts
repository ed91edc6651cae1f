/** Which addresses an allocation tries: the first free ones, and after a conflict others. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import { sameAddress } from "./address.js"
import type { AllocationError } from "./allocation-error.js"
import type { Owner } from "./owner.js"
import type { RangeSet } from "./range-set.js"
import { rangeFor } from "./range-set.js"
import type { ReserveOutcome, Store, View } from "./store.js"
import type { StoreError } from "./store-error.js"
import type { Wish } from "./wishes.js"

export interface Choice {
  readonly rangeSet: RangeSet
  readonly address: Address
  readonly requested: boolean
}

export type Conflict = Extract<ReserveOutcome, { _tag: "Conflict" }>

/** For `matchE`: of the ways to go on after a store's answer the one with the fewest promises. */
export const failed = (error: StoreError): TaskEither<AllocationError, never> =>
  TE.left({ _tag: "Store", error })

export const choose = (
  wishes: readonly Wish[],
  owner: Owner,
  view: View,
): Either<AllocationError, readonly Choice[]> => {
  // host-local refuses a second address of a set, unless it is asked for by name.
  for (const { address } of view.held)
    for (const { rangeSet, requested } of wishes)
      if (requested === undefined && rangeFor(rangeSet, address) !== undefined)
        return left({ _tag: "AlreadyLeased", owner, address, rangeSet })
  const choices: Choice[] = []
  for (const { rangeSet, requested } of wishes) {
    const candidate = view.candidates[choices.length] ?? none
    const address = requested ?? (candidate._tag === "Some" ? candidate.value : undefined)
    if (address === undefined) return left({ _tag: "Exhausted", rangeSet })
    choices.push({ rangeSet, address, requested: requested !== undefined })
  }
  return right(choices)
}

/** Others want the first free address too: the more of them, the wider we spread. */
const spread = (attempt: number): number => Math.min(64 ** attempt, 1024)

const chooseAnother =
  (store: Store, network: string, attempt: number) =>
  (choice: Choice): TaskEither<AllocationError, Choice> =>
    pipe(
      store.free({ network, rangeSet: choice.rangeSet, limit: spread(attempt) }),
      TE.matchE(failed, (free): TaskEither<AllocationError, Choice> => {
        const address = free[Math.floor(Math.random() * free.length)]
        return address === undefined
          ? TE.left({ _tag: "Exhausted", rangeSet: choice.rangeSet })
          : TE.right({ ...choice, address })
      }),
    )

/** What to try after a conflict: other addresses for those that were taken. */
export const chooseAgain =
  (store: Store, network: string, attempt: number) =>
  (
    choices: readonly Choice[],
    conflict: Conflict,
  ): TaskEither<AllocationError, readonly Choice[]> =>
    pipe(
      choices,
      TE.traverseSeqArray((choice): TaskEither<AllocationError, Choice> => {
        const taken = conflict.taken.find(({ address }) => sameAddress(address, choice.address))
        if (taken === undefined) return TE.right(choice)
        return choice.requested
          ? TE.left({ _tag: "Taken", ...taken, rangeSet: choice.rangeSet })
          : chooseAnother(store, network, attempt)(choice)
      }),
    )

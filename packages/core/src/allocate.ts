/** Leases one address from each range set of a pool: all of them, or none. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, match, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none } from "fp-ts/lib/Option.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import { sameAddress } from "./address.js"
import type { AllocationError } from "./allocation-error.js"
import type { Lease, LeaseDetails } from "./lease.js"
import type { Owner } from "./owner.js"
import type { Pool } from "./pool.js"
import type { RangeSet } from "./range-set.js"
import { rangeFor } from "./range-set.js"
import type { ReserveOutcome, Store, View } from "./store.js"
import type { StoreError } from "./store-error.js"
import type { Wish } from "./wishes.js"
import { assignRequested } from "./wishes.js"

export interface AllocateRequest {
  readonly pool: Pool
  readonly owner: Owner
  /** Addresses wanted by name, at most one a range set. Default: any free ones. */
  readonly requested?: readonly Address[]
  /** What to record of the holder. Default: now, on an unnamed node. */
  readonly details?: Partial<LeaseDetails>
}

/** A lease, and how the container is to use its address. */
export interface Allocation {
  readonly lease: Lease
  /** Of the subnet that the address came from. */
  readonly prefixLength: number
  readonly gateway: Option<Address>
}

interface Choice {
  readonly rangeSet: RangeSet
  readonly address: Address
  readonly requested: boolean
}

type Conflict = Extract<ReserveOutcome, { _tag: "Conflict" }>

/** Beyond it something is wrong: each turn loses only to somebody else's success. */
const mostAttempts = 100
const longestPauseMs = 50

type Allocations = TaskEither<AllocationError, readonly Allocation[]>

const refused = (error: AllocationError): Allocations => TE.left(error)

/** For `matchE`: of the ways to go on after a store's answer the one with the fewest promises. */
const failed = (error: StoreError): TaskEither<AllocationError, never> =>
  TE.left({ _tag: "Store", error })

/** host-local refuses a second address of a set, unless it is asked for by name. */
const duplicateOf = (wishes: readonly Wish[], view: View): Lease | undefined =>
  view.held.find((lease) =>
    wishes.some(
      ({ rangeSet, requested }) =>
        requested === undefined && rangeFor(rangeSet, lease.address) !== undefined,
    ),
  )

const choose =
  (wishes: readonly Wish[], owner: Owner) =>
  (view: View): Either<AllocationError, readonly Choice[]> => {
    const duplicate = duplicateOf(wishes, view)
    if (duplicate !== undefined)
      return left({ _tag: "AlreadyLeased", owner, address: duplicate.address })
    const choices: Choice[] = []
    for (const [index, { rangeSet, requested }] of wishes.entries()) {
      const candidate = view.candidates[index] ?? none
      const address = requested ?? (candidate._tag === "Some" ? candidate.value : undefined)
      if (address === undefined) return left({ _tag: "Exhausted", rangeSet })
      choices.push({ rangeSet, address, requested: requested !== undefined })
    }
    return right(choices)
  }

/** Others want the first free address too: the more of them, the wider we spread. */
const spread = (attempt: number): number => Math.min(4 ** attempt, 1024)

const pause = (attempt: number): T.Task<void> =>
  attempt < 3
    ? T.of(undefined)
    : T.delay(Math.random() * Math.min(2 ** attempt, longestPauseMs))(T.of(undefined))

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
const chooseAgain =
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

const toAllocation =
  (choices: readonly Choice[]) =>
  (lease: Lease, index: number): Allocation => {
    const choice = choices[index]
    const range = choice && rangeFor(choice.rangeSet, lease.address)
    if (range === undefined) throw new Error("a store returned a lease that nobody asked for")
    return { lease, prefixLength: range.subnet.prefixLength, gateway: range.gateway }
  }

/**
 * Leases one address from each range set of the pool, all at once or none.
 *
 * The requested addresses are taken as they are, the others in loosely round-robin order. An
 * owner that already holds an address of a set gets no second one, unless it asks by name.
 *
 * @returns the allocations in the order of the range sets.
 *
 * @example
 * const owner = { containerId: "web-1", ifname: "eth0" }
 * const result = await allocate(store)({ pool, owner })()
 */
export const allocate =
  (store: Store) =>
  (request: AllocateRequest): TaskEither<AllocationError, readonly Allocation[]> => {
    const { pool, owner } = request
    const { network, rangeSets } = pool
    const details: LeaseDetails = { node: "", allocatedAt: Date.now(), ...request.details }

    const assigned = assignRequested(rangeSets, request.requested ?? [])
    if (assigned._tag === "Left") return refused(assigned.left)
    const wishes = assigned.right

    const reserve = (revision: string, choices: readonly Choice[], attempt: number): Allocations =>
      pipe(
        store.reserve({
          network,
          owner,
          revision,
          wanted: choices.map(({ rangeSet, address }) => ({ rangeSet: rangeSet.id, address })),
          details,
        }),
        TE.matchE(failed, (outcome): Allocations => {
          if (outcome._tag === "Reserved")
            return TE.right(outcome.leases.map(toAllocation(choices)))
          if (attempt >= mostAttempts) return TE.left({ _tag: "Contended", attempts: attempt })
          return pipe(
            TE.fromTask(pause(attempt)),
            TE.flatMap(() =>
              outcome.ownerChanged
                ? fromView(attempt + 1)
                : pipe(
                    chooseAgain(store, network, attempt)(choices, outcome),
                    TE.flatMap((others) => reserve(revision, others, attempt + 1)),
                  ),
            ),
          )
        }),
      )

    const fromView = (attempt: number): Allocations =>
      pipe(
        store.view({ network, owner, rangeSets }),
        TE.matchE(failed, (view) =>
          pipe(
            choose(wishes, owner)(view),
            match(refused, (choices) => reserve(view.revision, choices, attempt)),
          ),
        ),
      )

    return fromView(1)
  }

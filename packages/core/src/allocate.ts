/** Leases one address from each range set of a pool: all of them, or none. */
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { isLeft } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { isNone } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import { allocateFrom } from "./allocate-from.js"
import type { AllocationError } from "./allocation-error.js"
import type { Allocation } from "./allocation-plan.js"
import type { DocumentKey } from "./documents.js"
import type { LeaseDetails } from "./lease.js"
import type { NetworkDefinition } from "./network-definition.js"
import type { Owner } from "./owner.js"
import type { Pool } from "./pool.js"
import type { Store } from "./store.js"
import type { Wish } from "./wishes.js"
import { assignRequested, checkWish } from "./wishes.js"

interface HolderRequest {
  readonly owner: Owner
  /** Addresses wanted by name, at most one a range set. Default: any free ones. */
  readonly requested?: readonly Address[]
  /**
   * What to record of the holder. Default: the time at which the task runs, and no node, for which a
   * store that several machines share puts the one that it was opened for.
   */
  readonly details?: Partial<LeaseDetails>
}

export interface AllocateRequest extends HolderRequest {
  readonly pool: Pool
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
  ({
    pool,
    owner,
    requested = [],
    details,
  }: AllocateRequest): TaskEither<AllocationError, readonly Allocation[]> => {
    // The store need not be asked for what cannot be.
    const wishes = assignRequested(pool.rangeSets, requested)
    if (isLeft(wishes)) return TE.left(wishes.left)
    return allocateFrom(store, {
      network: pool.network,
      owner,
      details,
      expected: pool.rangeSets,
      wishesOf: () => wishes,
      wantsDefinition: false,
    })
  }

export interface AllocateDefinedRequest<Problem> extends HolderRequest {
  readonly network: string
  /** What the network shall be if the store does not say what it is. Empty: no idea. */
  readonly definition: NetworkDefinition
  /** Makes the pool of a definition: of the store's, or of this request's if the store has none. */
  readonly poolOf: (definition: NetworkDefinition) => Either<Problem, Pool>
}

/** A view's definition is looked at twice, and may be told of once. */
const once = <A, B>(f: (value: A) => B): ((value: A) => B) => {
  const results = new Map<A, B>()
  return (value) => {
    const result = results.get(value) ?? f(value)
    results.set(value, result)
    return result
  }
}

/**
 * `allocate` from the ranges by which the store defines the network; the first allocation defines
 * it. To be used with stores that keep definitions.
 *
 * @example
 * await allocateDefined(store)({
 *   network: "lan",
 *   owner,
 *   definition: [[{ subnet }]],
 *   poolOf: (ranges) => makePool("lan", ranges),
 * })()
 */
export const allocateDefined =
  (store: Store) =>
  <Problem>(
    request: AllocateDefinedRequest<Problem>,
  ): TaskEither<Problem | AllocationError, readonly Allocation[]> => {
    const { network, owner, requested = [], details, definition } = request
    const poolOf = once(request.poolOf)
    const own = poolOf(definition)
    return allocateFrom(store, {
      network,
      owner,
      details,
      expected: isLeft(own) ? [] : own.right.rangeSets,
      wantsDefinition: true,
      setsOf: (kept) =>
        E.match(
          () => [],
          ({ rangeSets }: Pool) => rangeSets,
        )(poolOf(kept)),
      wishesOf: (kept: Option<NetworkDefinition>) =>
        pipe(
          isNone(kept) ? own : poolOf(kept.value),
          E.flatMap(
            ({ rangeSets }): E.Either<Problem | AllocationError, readonly Wish[]> =>
              assignRequested(rangeSets, requested),
          ),
        ),
      ...(definition.length > 0 && { definition }),
    })
  }

export interface AllocateEachRequest extends Omit<HolderRequest, "requested"> {
  readonly network: string
  /** Range sets of different names, which may share addresses if the store keeps them apart. */
  readonly wishes: readonly Wish[]
  /** A document without which no address is leased. Default: none. */
  readonly requires?: DocumentKey
}

/**
 * `allocate` for who knows of each range set what is wanted of it.
 *
 * @example
 * await allocateEach(store)({ network: "lan", owner, wishes: [{ rangeSet, requested: undefined }] })()
 */
export const allocateEach =
  (store: Store) =>
  ({
    network,
    owner,
    wishes,
    details,
    requires,
  }: AllocateEachRequest): TaskEither<AllocationError, readonly Allocation[]> => {
    const checked = E.traverseArray(checkWish)(wishes)
    if (isLeft(checked)) return TE.left(checked.left)
    return allocateFrom(store, {
      network,
      owner,
      details,
      expected: wishes.map(({ rangeSet }) => rangeSet),
      wishesOf: () => checked,
      wantsDefinition: false,
      ignoresUnlisted: true,
      ...(requires !== undefined && { requires }),
    })
  }

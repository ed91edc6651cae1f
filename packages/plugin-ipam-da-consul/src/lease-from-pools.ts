/** Leases an address of each pool: all of them, or none. */
import type { PluginError } from "@cni-ipam/cni"
import type { Address, AllocateEachRequest, Allocation } from "@cni-ipam/core"
import { allocateEach, formatOwner, sameOwner } from "@cni-ipam/core"
import type { KvEntry } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { allocationFailure } from "./allocation-failure.js"
import type { DefinedPools } from "./defined-pools.js"
import { storeFailure } from "./pool-error.js"
import { leaseKey } from "./pool-layout.js"
import type { Pools } from "./pool-store.js"
import { poolWishes } from "./pool-wishes.js"
import type { RequestedPool } from "./requested-pools.js"
import { formerLease, replacing, takeableKeys } from "./takeover.js"

/** Beyond it something is wrong: each turn is lost only to somebody else's success. */
const mostTakeovers = 100

export interface LeaseRequest extends Omit<AllocateEachRequest, "wishes"> {
  readonly requested: readonly RequestedPool[]
  /** The addresses that the runtime wants by name. None of them is taken from anybody. */
  readonly byRuntime: readonly Address[]
}

/** @param warn is told who has lost an address to this request. */
export const leaseFromPools = (
  { kv, storeOver, until }: Pools,
  { rangeSets, entries }: DefinedPools,
  { requested, byRuntime, ...request }: LeaseRequest,
  warn: (sentence: string) => void,
): TaskEither<PluginError, readonly Allocation[]> => {
  const { owner, network } = request
  const takeable = takeableKeys(requested)
  const wishes = poolWishes(rangeSets, requested, byRuntime)
  if (E.isLeft(wishes)) return TE.left(allocationFailure(wishes.left, requested))

  const mayTake = (pool: string, address: Address): boolean =>
    takeable.includes(leaseKey({ rangeSet: pool, address }))

  const tell = (former: readonly KvEntry[]): void => {
    for (const entry of former) {
      const holder = formerLease(entry, network)?.owner
      if (holder !== undefined && !sameOwner(holder, owner))
        warn(`${entry.key} is taken from ${formatOwner(holder)} for ${formatOwner(owner)}`)
    }
  }

  const readAgain = pipe(
    kv.read({ keys: takeable, prefixes: [], consistent: true }, until),
    TE.mapLeft(storeFailure),
  )

  const lease = (
    former: readonly KvEntry[],
    attempt: number,
  ): TaskEither<PluginError, readonly Allocation[]> =>
    pipe(
      allocateEach(storeOver(replacing(kv, former, network)))({ ...request, wishes: wishes.right }),
      TE.matchE(
        (error): TaskEither<PluginError, readonly Allocation[]> =>
          error._tag === "Taken" &&
          mayTake(error.rangeSet.id, error.address) &&
          attempt < mostTakeovers
            ? pipe(
                readAgain,
                TE.flatMap((now) => lease(now, attempt + 1)),
              )
            : TE.left(allocationFailure(error, requested)),
        (allocations) => {
          tell(former)
          return TE.right(allocations)
        },
      ),
    )

  return lease(
    entries.filter(({ key }) => takeable.includes(key)),
    1,
  )
}

/** Which address is wanted of each pool: by the pool object, or by the runtime. */
import type { Address, AllocationError, RangeSet, Wish } from "@cni-ipam/core"
import { assignRequested, sameAddress } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { RequestedPool } from "./requested-pools.js"

/**
 * What the runtime wants by name is leased from the pools that have it and request nothing
 * themselves. An address that no such pool has is an error: it would be ignored otherwise.
 *
 * @param rangeSets one for each pool, of its name.
 */
export const poolWishes = (
  rangeSets: readonly RangeSet[],
  pools: readonly RequestedPool[],
  byRuntime: readonly Address[],
): E.Either<AllocationError, readonly Wish[]> => {
  const requestOf = ({ id }: RangeSet): Address | undefined =>
    pools.find(({ name }) => name === id)?.requested
  const others = byRuntime.filter(
    (address) => !pools.some(({ requested }) => requested && sameAddress(requested, address)),
  )
  const open = rangeSets.filter((rangeSet) => requestOf(rangeSet) === undefined)
  return pipe(
    assignRequested(open, others),
    E.map((assigned) =>
      rangeSets.map(
        (rangeSet) =>
          assigned.find((wish) => wish.rangeSet === rangeSet) ?? {
            rangeSet,
            requested: requestOf(rangeSet),
          },
      ),
    ),
  )
}

/** Which range set each requested address is for. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { Address } from "./address.js"
import { sameAddress } from "./address.js"
import type { RequestError } from "./allocation-error.js"
import { formatAddress } from "./format-address.js"
import { isExcluded } from "./range.js"
import type { RangeSet } from "./range-set.js"
import { rangeFor } from "./range-set.js"

/** A range set, and the address it shall give; any free one where there is none. */
export interface Wish {
  readonly rangeSet: RangeSet
  readonly requested: Address | undefined
}

const refusal = (rangeSet: RangeSet, address: Address): RequestError | undefined => {
  const range = rangeFor(rangeSet, address)
  if (range === undefined) return { _tag: "NotInPool", addresses: [address] }
  if (range.gateway._tag === "Some" && sameAddress(range.gateway.value, address))
    return { _tag: "IsGateway", address, rangeSet }
  return isExcluded(range, address) ? { _tag: "IsExcluded", address, rangeSet } : undefined
}

/** Whether the requested address, if there is one, may be given from the range set. */
export const checkWish = (wish: Wish): Either<RequestError, Wish> => {
  const refused = wish.requested && refusal(wish.rangeSet, wish.requested)
  return refused === undefined ? right(wish) : left(refused)
}

/** Each range set takes at most one of the requested addresses; one that nobody takes is an error. */
export const assignRequested = (
  rangeSets: readonly RangeSet[],
  requested: readonly Address[],
): Either<RequestError, readonly Wish[]> => {
  const wishes: Wish[] = []
  if (requested.length === 0) {
    for (const rangeSet of rangeSets) wishes.push({ rangeSet, requested: undefined })
    return right(wishes)
  }
  const pending = [...new Map(requested.map((one) => [formatAddress(one), one])).values()]
  for (const rangeSet of rangeSets) {
    const index = pending.findIndex((address) => rangeFor(rangeSet, address) !== undefined)
    const [address] = index < 0 ? [] : pending.splice(index, 1)
    const refused = address && refusal(rangeSet, address)
    if (refused !== undefined) return left(refused)
    wishes.push({ rangeSet, requested: address })
  }
  return pending.length > 0 ? left({ _tag: "NotInPool", addresses: pending }) : right(wishes)
}

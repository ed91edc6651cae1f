/** Chooses the address to try first, without asking what is in use. */
import type { Address, RangeSet } from "@cni-ipam/core"
import { searchOrder } from "@cni-ipam/core"
import type { Cursor } from "./cursor.js"
import type { Order } from "./order.js"
import { nthOf, placeOf, sizeOf, spanOf } from "./order.js"

/** Among so many addresses a crowd spreads, if the range set has four times as many. */
const crowdWidth = 1024n
/** A process that has tried so many in a row is not to look for more. */
const mostTried = 1024

const randomBelow = (limit: number): number => Math.floor(Math.random() * limit)

export type Candidate =
  | { readonly _tag: "Guess"; readonly address: Address }
  /** Guessing is likely to fail: what is in use must be listed. */
  | { readonly _tag: "Look" }

const guess = (address: Address | undefined): Candidate =>
  address === undefined ? { _tag: "Look" } : { _tag: "Guess", address }

/** The first one that is not tried, of so many; if all of them are, the very first. */
const firstUntried = (
  places: number,
  addressAt: (place: number) => Address | undefined,
  isTried: (address: Address) => boolean,
): Address | undefined => {
  for (let place = 0; place < places; place++) {
    const address = addressAt(place)
    if (address !== undefined && !isTried(address)) return address
  }
  return addressAt(0)
}

/** The same of a list, of which some may not belong to the order any more. */
const firstListed = (
  order: Order,
  free: readonly Address[],
  isTried: (address: Address) => boolean,
): Address | undefined => {
  let first: Address | undefined
  for (const one of free) {
    if (placeOf(order, one) === undefined) continue
    if (!isTried(one)) return one
    first ??= one
  }
  return first
}

const widthOf = (order: Order): number => {
  const quarter = sizeOf(order) / 4n
  return Number(quarter < crowdWidth ? quarter : crowdWidth)
}

/** Where half of the addresses are free, a guess is better than what everybody has on a list. */
const isHalfFree = (order: Order, free: readonly bigint[]): boolean =>
  free.length > 0 && spanOf(order, free) <= 2n * BigInt(free.length)

/**
 * @param free those of the cursor, or better ones.
 * @param crowded whether others are expected, who would choose the first free address too.
 * @param isTried whether this process has just chosen it for somebody else.
 *
 * @example
 * candidateOf(rangeSet, undefined, undefined, false, () => false) // the first address of the set
 */
export const candidateOf = (
  rangeSet: RangeSet,
  cursor: Cursor | undefined,
  free: readonly Address[] | undefined,
  crowded: boolean,
  isTried: (address: Address) => boolean,
): Candidate => {
  const order = searchOrder(rangeSet, cursor?.address)
  if (free !== undefined && !crowded) return guess(firstListed(order, free, isTried))
  const listed = free?.flatMap((one) => placeOf(order, one) ?? [])
  if (listed === undefined || isHalfFree(order, listed)) {
    const first = crowded ? randomBelow(widthOf(order)) : 0
    return guess(firstUntried(mostTried, (place) => nthOf(order, BigInt(first + place)), isTried))
  }
  const first = randomBelow(listed.length)
  const addressAt = (place: number) => {
    const found = listed[(first + place) % listed.length]
    return found === undefined ? undefined : nthOf(order, found)
  }
  return guess(firstUntried(listed.length, addressAt, isTried))
}

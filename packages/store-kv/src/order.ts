/** Addresses by their places in a search order, which may consist of several intervals. */
import type { Address, Interval } from "@cni-ipam/core"
import { address } from "@cni-ipam/core"

export type Order = readonly Interval[]

const lengthOf = ({ first, last }: Interval): bigint => last - first + 1n

export const sizeOf = (order: Order): bigint =>
  order.reduce((sum, interval) => sum + lengthOf(interval), 0n)

/** The address at a place; the first one has 0. */
export const nthOf = (order: Order, place: bigint): Address | undefined => {
  let rest = place
  for (const interval of order) {
    if (rest < lengthOf(interval)) return address(interval.family, interval.first + rest)
    rest -= lengthOf(interval)
  }
  return undefined
}

/** The place of an address, if it is in the order. */
export const placeOf = (order: Order, { family, value }: Address): bigint | undefined => {
  let before = 0n
  for (const interval of order) {
    if (interval.family === family && interval.first <= value && value <= interval.last)
      return before + value - interval.first
    before += lengthOf(interval)
  }
  return undefined
}

/**
 * How many addresses there are from the first to the last of these, where the order is taken for a
 * ring and the longest way between two neighbours is outside.
 *
 * @param places not empty.
 */
export const spanOf = (order: Order, places: readonly bigint[]): bigint => {
  const size = sizeOf(order)
  const sorted = places.toSorted((a, b) => (a < b ? -1 : 1))
  const longest = sorted.reduce((found, place, index) => {
    const next = sorted[index + 1] ?? (sorted[0] ?? 0n) + size
    return next - place > found ? next - place : found
  }, 0n)
  return size - longest + 1n
}

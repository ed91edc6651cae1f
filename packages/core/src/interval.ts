/** A run of consecutive addresses, both ends included. `first <= last` always holds. */
import type { Address, Family } from "./address.js"
import { formatAddress } from "./format-address.js"

/**
 * A run of consecutive addresses of one family, both ends included; `first <= last` always holds. It
 * need not be a block in CIDR notation.
 *
 * @example
 * const reserved: Interval = { family: 4, first: 0x0a000003n, last: 0x0a000005n } // .3 to .5
 */
export interface Interval {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
}

export const single = (address: Address): Interval => ({
  family: address.family,
  first: address.value,
  last: address.value,
})

export const includes = (interval: Interval, address: Address): boolean =>
  interval.family === address.family &&
  interval.first <= address.value &&
  address.value <= interval.last

export const overlaps = (a: Interval, b: Interval): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last

const compareStarts = (a: Interval, b: Interval): number =>
  a.first < b.first ? -1 : a.first > b.first ? 1 : 0

/** `<first>-<last>`, or one address alone. */
export const formatInterval = ({ family, first, last }: Interval): string => {
  const start = formatAddress({ family, value: first })
  return first === last ? start : `${start}-${formatAddress({ family, value: last })}`
}

/** Whether any two of them share an address; in the time that sorting takes. */
export const anyOverlap = (intervals: readonly Interval[]): boolean => {
  const sorted = [...intervals].sort((a, b) => a.family - b.family || compareStarts(a, b))
  let before: Interval | undefined
  for (const one of sorted) {
    if (before !== undefined && overlaps(before, one)) return true
    before = one
  }
  return false
}

/**
 * What is left of `whole` once every hole is cut out: disjoint, in ascending order.
 *
 * Holes may overlap, touch, lie outside or be of the other family.
 */
export const subtract = (whole: Interval, holes: readonly Interval[]): readonly Interval[] => {
  const { family } = whole
  const rest: Interval[] = []
  let next = whole.first
  // Mostly there is one alone: the gateway.
  const inOrder = holes.length > 1 ? [...holes].sort(compareStarts) : holes
  for (const hole of inOrder) {
    if (hole.family !== family) continue
    if (hole.first > whole.last) break
    if (hole.first > next) rest.push({ family, first: next, last: hole.first - 1n })
    if (hole.last >= next) next = hole.last + 1n
  }
  if (next <= whole.last) rest.push({ family, first: next, last: whole.last })
  return rest
}

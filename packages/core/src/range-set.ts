/**
 * A set of disjoint ranges of one family, from which one address is given.
 *
 * Invariant: not empty, one family, no two ranges share an address between start and end.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import type { Address, Family } from "./address.js"
import { anyOverlap, overlaps } from "./interval.js"
import type { InvalidRange } from "./invalid-range.js"
import type { Range } from "./range.js"
import { formatRange, rangeIncludes, spanOf } from "./range.js"

/**
 * Ranges of one family without an address in common, from which a container gets one address.
 * `makeRangeSet` and `makePool` are the ways to make one.
 */
export interface RangeSet {
  /** Names the set inside its network; its round-robin position is kept under this name. */
  readonly id: string
  readonly ranges: ReadonlyNonEmptyArray<Range>
}

export const makeRangeSet = (
  id: string,
  ranges: readonly Range[],
): Either<InvalidRange, RangeSet> => {
  const [first, ...rest] = ranges
  if (first === undefined) return left({ _tag: "EmptyRangeSet" })
  for (const { start } of rest)
    if (start.family !== first.start.family) return left({ _tag: "MixedFamilies" })
  if (rest.length === 0 || !anyOverlap(ranges.map(spanOf)))
    return right({ id, ranges: [first, ...rest] })
  for (const [index, a] of ranges.entries())
    for (const b of ranges.slice(index + 1))
      if (overlaps(spanOf(a), spanOf(b))) return left({ _tag: "RangesOverlap", a, b })
  return right({ id, ranges: [first, ...rest] })
}

export const familyOf = (rangeSet: RangeSet): Family => rangeSet.ranges[0].start.family

/** The range of the set whose start and end enclose the address. */
export const rangeFor = (rangeSet: RangeSet, address: Address): Range | undefined => {
  for (const range of rangeSet.ranges) if (rangeIncludes(range, address)) return range
  return undefined
}

export const setsOverlap = (a: RangeSet, b: RangeSet): boolean =>
  a.ranges.some((one) => b.ranges.some((other) => overlaps(spanOf(one), spanOf(other))))

/** `<start>-<end>`, the ranges joined with commas. */
export const formatRangeSet = (rangeSet: RangeSet): string =>
  rangeSet.ranges.map(formatRange).join(",")

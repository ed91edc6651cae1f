/**
 * The order in which a range set is searched for a free address: loosely round-robin.
 *
 * The search starts behind the address that was reserved last, goes through the ranges in turn
 * and comes to that address itself at the very end, so that a container that restarts does not
 * meet its old address again before all others were used.
 */
import type { Address } from "./address.js"
import type { Interval } from "./interval.js"
import type { Range } from "./range.js"
import { rangeIncludes } from "./range.js"
import type { RangeSet } from "./range-set.js"

/** What may be handed out from `first` to `last`. */
const part = (range: Range, first: bigint, last: bigint): readonly Interval[] => {
  const parts: Interval[] = []
  for (const whole of range.allocatable)
    if (whole.first <= last && first <= whole.last)
      parts.push({
        family: whole.family,
        first: whole.first > first ? whole.first : first,
        last: whole.last < last ? whole.last : last,
      })
  return parts
}

const allOf = (ranges: readonly Range[]): readonly Interval[] =>
  ranges.flatMap((range) => range.allocatable)

/**
 * Every allocatable address of the set exactly once, as intervals to be searched in order.
 *
 * @param cursor the address that was reserved last, if any. One outside the set counts as none.
 */
export const searchOrder = (
  rangeSet: RangeSet,
  cursor: Address | undefined,
): readonly Interval[] => {
  const { ranges } = rangeSet
  const index =
    cursor === undefined ? -1 : ranges.findIndex((range) => rangeIncludes(range, cursor))
  const current = ranges[index]
  if (cursor === undefined || current === undefined) return allOf(ranges)
  return [
    ...part(current, cursor.value + 1n, current.end.value),
    ...allOf(ranges.slice(index + 1)),
    ...allOf(ranges.slice(0, index)),
    ...part(current, current.start.value, cursor.value),
  ]
}

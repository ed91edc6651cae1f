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
  const order: Interval[] = []
  let place = 0
  let current: Range | undefined
  for (const range of ranges) {
    if (cursor !== undefined && rangeIncludes(range, cursor)) {
      current = range
      break
    }
    place++
  }
  if (cursor === undefined || current === undefined) {
    for (const { allocatable } of ranges) for (const whole of allocatable) order.push(whole)
    return order
  }
  const { family, value } = cursor
  for (const whole of current.allocatable)
    if (whole.first > value) order.push(whole)
    else if (whole.last > value) order.push({ family, first: value + 1n, last: whole.last })
  for (let next = place + 1; next < place + ranges.length; next++)
    for (const whole of ranges[next % ranges.length]?.allocatable ?? []) order.push(whole)
  for (const whole of current.allocatable)
    if (whole.last <= value) order.push(whole)
    else if (whole.first <= value) order.push({ family, first: whole.first, last: value })
  return order
}

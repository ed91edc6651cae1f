/**
 * The order in which a range set is searched for a free address: loosely round-robin.
 *
 * The search starts behind the address that was reserved last, goes through the ranges in turn
 * and comes to that address itself at the very end, so that a container that restarts does not
 * meet its old address again before all others were used.
 */
import type { Address } from "./address.js"
import type { Interval } from "./interval.js"
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
  const behindCursor: Interval[] = []
  const upToCursor: Interval[] = []
  /** Of the ranges before that of the cursor. */
  const before: Interval[] = []
  let others = before
  for (const range of rangeSet.ranges) {
    if (cursor === undefined || !rangeIncludes(range, cursor)) {
      for (const whole of range.allocatable) others.push(whole)
      continue
    }
    others = behindCursor
    const { family, value } = cursor
    for (const whole of range.allocatable) {
      if (whole.first > value) behindCursor.push(whole)
      else if (whole.last <= value) upToCursor.push(whole)
      else {
        behindCursor.push({ family, first: value + 1n, last: whole.last })
        upToCursor.push({ family, first: whole.first, last: value })
      }
    }
  }
  for (const whole of before) behindCursor.push(whole)
  for (const whole of upToCursor) behindCursor.push(whole)
  return behindCursor
}

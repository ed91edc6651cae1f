/**
 * The order of host-local, written down as naively as possible: all addresses in a row, one by
 * one, beginning behind the last one given. Good for small ranges, and plainly right.
 */
import type { Address, Range, RangeSet } from "@cni-ipam/core"
import { address, sameAddress } from "@cni-ipam/core"

const fromStartToEnd = ({ start, end }: Range): readonly Address[] => {
  const all: Address[] = []
  for (let value = start.value; value <= end.value; value++) all.push(address(start.family, value))
  return all
}

/** All addresses of the ranges in turn, gateways and exclusions included. */
export const rowOf = ({ ranges }: RangeSet): readonly Address[] => ranges.flatMap(fromStartToEnd)

const isGivenOut =
  ({ gateway, exclude }: Range) =>
  (one: Address): boolean =>
    !(gateway._tag === "Some" && sameAddress(gateway.value, one)) &&
    !exclude.some(
      ({ family, first, last }) => family === one.family && first <= one.value && one.value <= last,
    )

/** Whether the address lies between start and end of a range of the set. */
export const encloses = (set: RangeSet, one: Address): boolean =>
  rowOf(set).some((other) => sameAddress(one, other))

/** All that the set ever gives out, in the order in which it gives them when new. */
export const givenOut = ({ ranges }: RangeSet): readonly Address[] =>
  ranges.flatMap((range) => fromStartToEnd(range).filter(isGivenOut(range)))

/** The same, beginning behind `cursor`, which comes last itself. */
export const naiveOrder = (set: RangeSet, cursor: Address | undefined): readonly Address[] => {
  const row = rowOf(set)
  const at = cursor === undefined ? -1 : row.findIndex((one) => sameAddress(one, cursor))
  const allowed = givenOut(set)
  return [...row.slice(at + 1), ...row.slice(0, at + 1)].filter((one) =>
    allowed.some((other) => sameAddress(one, other)),
  )
}

/**
 * Pools small enough to fill up within a few steps, with all that makes the order interesting.
 * They are made as a configuration writes them, so that a counterexample can be read.
 */
import type { Family } from "@cni-ipam/core"
import fc from "fast-check"

export interface RangeText {
  readonly subnet: string
  readonly rangeStart: string
  readonly rangeEnd: string
  readonly gateway?: string
  readonly exclude: readonly string[]
}

/** The range sets of one pool. */
export type RangeSetTexts = readonly (readonly RangeText[])[]

const lastOffset = 15

const prefix = (family: Family, index: number): string =>
  family === 4 ? `10.0.${index}.` : `2001:db8:0:${index}::`

const suffix = (family: Family, offset: number): string => offset.toString(family === 4 ? 10 : 16)

/** Up to five addresses in a subnet of sixteen, some of which may not be given out. */
const range = (family: Family, index: number): fc.Arbitrary<RangeText> => {
  const at = (offset: number): string => prefix(family, index) + suffix(family, offset)
  const address = fc.nat(lastOffset).map(at)
  const block = fc.nat(lastOffset).map((offset) => `${at(offset)}/${family === 4 ? 31 : 127}`)
  return fc
    .record({
      first: fc.nat(lastOffset),
      length: fc.nat(4),
      gateway: fc.option(address),
      exclude: fc.array(fc.oneof(address, block), { maxLength: 2 }),
    })
    .map(({ first, length, gateway, exclude }) => ({
      subnet: `${at(0)}/${family === 4 ? 28 : 124}`,
      rangeStart: at(first),
      rangeEnd: at(Math.min(first + length, lastOffset)),
      ...(gateway !== null && { gateway }),
      exclude,
    }))
}

const rangeSet = (family: Family): fc.Arbitrary<readonly RangeText[]> =>
  fc.oneof(
    fc.tuple(range(family, 1)),
    fc.tuple(range(family, 2), range(family, 1)),
    fc.tuple(range(family, 3), range(family, 1), range(family, 2)),
  )

export const rangeSets: fc.Arbitrary<RangeSetTexts> = fc.oneof(
  fc.tuple(rangeSet(4)),
  fc.tuple(rangeSet(6)),
  fc.tuple(rangeSet(4), rangeSet(6)),
)

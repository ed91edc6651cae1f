/** Random range sets that are valid, but for what an old CNI version may not have. */
import fc from "fast-check"
import { type Block, defaultEnd, offset, v4, v6 } from "./blocks.js"
import type { JsonObject } from "./json.js"
import { weighted } from "./weighted.js"

export type RangeSet = readonly JsonObject[]

const nothing: fc.Arbitrary<JsonObject> = fc.constant({})

const bounds = (block: Block): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    nothing,
    fc.constant({ rangeStart: "", rangeEnd: "" }),
    offset(block).map((n) => ({ rangeStart: block.at(Math.min(n, defaultEnd(block))) })),
    offset(block).map((n) => ({ rangeEnd: block.at(Math.max(n, 1)) })),
    fc.tuple(offset(block), offset(block)).map((pair) => ({
      rangeStart: block.at(Math.min(...pair)),
      rangeEnd: block.at(Math.max(...pair)),
    })),
  )

const gateway = (block: Block): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    nothing,
    offset(block).map((n) => ({ gateway: block.at(n) })),
    fc.constantFrom("192.0.2.1", "FE80::1", "").map((text) => ({ gateway: text })),
  )

const range = (block: Block): fc.Arbitrary<JsonObject> =>
  fc
    .tuple(bounds(block), gateway(block))
    .map(([between, via]) => ({ subnet: block.cidr, ...between, ...via }))

/** At most two sets of the family. */
const setsOfFamily = (blocks: readonly Block[]): fc.Arbitrary<readonly RangeSet[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...blocks], { minLength: 1, maxLength: 3 }),
      fc.constantFrom(1, 2, 3),
    )
    .chain(([chosen, cut]) =>
      fc
        .tuple(...chosen.map(range))
        .map((ranges) =>
          [ranges.slice(0, cut), ranges.slice(cut)].filter(({ length }) => length > 0),
        ),
    )

/** Sets of both families in any order. */
export const rangeSets: fc.Arbitrary<readonly RangeSet[]> = fc
  .tuple(setsOfFamily(v4), weighted([1, fc.constant([])], [1, setsOfFamily(v6)]))
  .map((families) => families.flat())
  .chain((sets) => fc.shuffledSubarray(sets, { minLength: sets.length }))

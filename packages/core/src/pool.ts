/**
 * What addresses are handed out from: a network's name and its range sets.
 *
 * Invariant: at least one range set, and no address belongs to two of them.
 */
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Address } from "./address.js"
import { formatCidr } from "./cidr.js"
import type { DecodeError } from "./config/decode.js"
import { decode, explainDecodeError } from "./config/decode.js"
import { RangeSetsConfig } from "./config/range-config.js"
import { formatAddress } from "./format-address.js"
import { anyOverlap, formatInterval } from "./interval.js"
import type { InvalidRange } from "./invalid-range.js"
import { explainInvalidRange } from "./invalid-range.js"
import type { Range, RangeSpec } from "./range.js"
import { makeRange, spanOf } from "./range.js"
import type { RangeSet } from "./range-set.js"
import { makeRangeSet, rangeFor, setsOverlap } from "./range-set.js"

/**
 * What addresses are handed out from: the name of a network and its range sets, of which no two have
 * an address in common. `readPool` makes one of plain data, `makePool` of checked values.
 *
 * @example
 * const pool = readPool("lan", [[{ subnet: "10.0.0.0/24" }], [{ subnet: "fd00::/64" }]])
 */
export interface Pool {
  /** Leases are kept under this name; two pools of one name share their leases. */
  readonly network: string
  /** One address is given from each. */
  readonly rangeSets: readonly RangeSet[]
}

/** Why range sets are no pool; `explainPoolError` tells a person. Indexes count from 0. */
export type PoolError =
  | { readonly _tag: "NoRangeSets" }
  | { readonly _tag: "BadRangeSet"; readonly index: number; readonly error: InvalidRange }
  | { readonly _tag: "RangeSetsOverlap"; readonly a: number; readonly b: number }

export const explainPoolError = (error: PoolError): string => {
  switch (error._tag) {
    case "NoRangeSets":
      return "no IP ranges specified"
    case "BadRangeSet":
      return `invalid range set ${error.index}: ${explainInvalidRange(error.error)}`
    case "RangeSetsOverlap":
      return `range set ${error.a} overlaps with ${error.b}`
  }
}

const rangeSetOf = (id: string, specs: readonly RangeSpec[]): E.Either<InvalidRange, RangeSet> => {
  const ranges: Range[] = []
  for (const spec of specs) {
    const range = makeRange(spec)
    if (E.isLeft(range)) return range
    ranges.push(range.right)
  }
  return makeRangeSet(id, ranges)
}

const firstOverlap = (sets: readonly RangeSet[]): PoolError | undefined => {
  if (!anyOverlap(sets.flatMap(({ ranges }) => ranges.map(spanOf)))) return undefined
  for (const [a, one] of sets.entries())
    for (const [offset, other] of sets.slice(a + 1).entries())
      if (setsOverlap(one, other)) return { _tag: "RangeSetsOverlap", a, b: a + 1 + offset }
  return undefined
}

/**
 * Makes a pool of checked values. Range sets are named `0`, `1`, … in their order, as
 * host-local names them.
 */
export const makePool = (
  network: string,
  sets: readonly (readonly RangeSpec[])[],
): E.Either<PoolError, Pool> => {
  if (sets.length === 0) return E.left({ _tag: "NoRangeSets" })
  const rangeSets: RangeSet[] = []
  for (const specs of sets) {
    const index = rangeSets.length
    const set = rangeSetOf(`${index}`, specs)
    if (E.isLeft(set)) return E.left({ _tag: "BadRangeSet", index, error: set.left })
    rangeSets.push(set.right)
  }
  const overlap = rangeSets.length > 1 ? firstOverlap(rangeSets) : undefined
  return overlap === undefined ? E.right({ network, rangeSets }) : E.left(overlap)
}

/**
 * Reads a pool from plain data, as it stands in a configuration file.
 *
 * @param ranges an array of range sets, each an array of
 *   `{ subnet, rangeStart?, rangeEnd?, gateway?, exclude? }` in texts.
 *
 * @example
 * readPool("lan", [[{ subnet: "10.0.0.0/24", exclude: ["10.0.0.128/25"] }]])
 */
export const readPool = (
  network: string,
  ranges: unknown,
): E.Either<PoolError | DecodeError, Pool> =>
  pipe(
    decode(RangeSetsConfig)(ranges),
    E.flatMap((sets): E.Either<PoolError | DecodeError, Pool> => makePool(network, sets)),
  )

/** One sentence for whatever `readPool` found wrong. */
export const explainReadPoolError = (error: PoolError | DecodeError): string =>
  error._tag === "Decode" ? explainDecodeError(error) : explainPoolError(error)

const specOf = ({ subnet, start, end, gateway, exclude }: Range): readonly unknown[] => [
  formatCidr(subnet),
  formatAddress(start),
  formatAddress(end),
  gateway._tag === "Some" && formatAddress(gateway.value),
  ...exclude.map(formatInterval),
]

/** Whether both give the same addresses, set by set, with the same gateways. */
export const samePool = (a: readonly RangeSet[], b: readonly RangeSet[]): boolean =>
  a.length === b.length &&
  a.every((one, index) => {
    const other = b[index]
    // Mostly it is the very same one, and texts take time to make.
    if (one === other) return true
    return one.id === other?.id && `${one.ranges.map(specOf)}` === `${other.ranges.map(specOf)}`
  })

/** Whether some range of the pool encloses the address. */
export const poolIncludes = (pool: Pool, address: Address): boolean => {
  for (const set of pool.rangeSets) if (rangeFor(set, address) !== undefined) return true
  return false
}

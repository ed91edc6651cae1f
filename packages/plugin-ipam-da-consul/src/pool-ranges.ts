/** What a pool consists of: a JSON array of ranges that look like host-local's. */
import type { NetworkDefinition, RangeSpec } from "@cni-ipam/core"
import {
  AddressText,
  arrayOf,
  blockOf,
  CidrText,
  decode,
  explainDecodeError,
  formatAddress,
  makeRange,
  object,
  parseJson,
  withoutHostBits,
} from "@cni-ipam/core"
import { rangeJson } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { fromNullable, none } from "fp-ts/lib/Option.js"
import type * as t from "io-ts"

const Range = object(
  { subnet: CidrText },
  { rangeStart: AddressText, rangeEnd: AddressText, gateway: AddressText },
)

const Ranges = arrayOf(Range, "ranges")

/**
 * A range without a gateway has none. Neither the network's own address nor the broadcast address
 * is anybody's; host bits of the subnet do not count.
 */
const rangeOf = ({ subnet, ...range }: t.TypeOf<typeof Range>): RangeSpec => {
  const { family, first, last } = blockOf(subnet)
  const edges = family === 4 ? [first, last] : [first]
  return {
    subnet: withoutHostBits(subnet),
    rangeStart: range.rangeStart,
    rangeEnd: range.rangeEnd,
    gateway: fromNullable(range.gateway),
    exclude: edges.map((value) => ({ family, first: value, last: value })),
  }
}

/**
 * Left: what is wrong with the text.
 *
 * @example
 * parsePoolRanges('[{"subnet":"10.0.20.0/23","gateway":"10.0.20.1"}]')
 */
export const parsePoolRanges = (text: string): E.Either<string, NetworkDefinition> =>
  pipe(
    parseJson(text),
    E.flatMap((json) => pipe(decode(Ranges)(json), E.mapLeft(explainDecodeError))),
    E.map((ranges) => [ranges.map(rangeOf)]),
  )

/** As `rangeOf` reads it: the gateway that is meant where none is named has to be named. */
const poolRangeJson = (spec: RangeSpec) => {
  const gateway = pipe(
    makeRange(spec),
    E.match(
      () => none,
      (range) => range.gateway,
    ),
  )
  return {
    ...rangeJson(spec),
    gateway: gateway._tag === "Some" ? formatAddress(gateway.value) : undefined,
  }
}

export const formatPoolRanges = (definition: NetworkDefinition): string =>
  JSON.stringify(definition.flat().map(poolRangeJson))

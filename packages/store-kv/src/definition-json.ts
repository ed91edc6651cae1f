/** Definitions of networks as JSON texts, in the words of a configuration. */
import type { Interval, NetworkDefinition, RangeSpec } from "@cni-ipam/core"
import {
  bitsOf,
  decode,
  explainDecodeError,
  formatAddress,
  formatCidr,
  HyphenatedRangeConfig,
  object,
  parseJson,
  setsOf,
  withoutHostBits,
} from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { bimap, flatMap, isRight, map } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isNone, none, some } from "fp-ts/lib/Option.js"
import * as t from "io-ts"
import { blocksIn } from "./blocks-in.js"

/**
 * Stands for the gateway of a range that has none. Whoever does not know the word, such as the Go
 * plugin, refuses the definition: the gateway that it would take instead may be leased.
 */
const noGateway = "none"

const gatewayOf = ({ gateway }: RangeSpec): string | undefined => {
  if (gateway === undefined) return undefined
  const address = "_tag" in gateway ? gateway : some(gateway)
  return isNone(address) ? noGateway : formatAddress(address.value)
}

/** Exclusions are addresses or whole blocks: that is how a configuration writes them. */
const exclusionTexts = (interval: Interval): readonly string[] =>
  blocksIn(interval).map((block) =>
    block.prefixLength === bitsOf(interval.family)
      ? formatAddress(block.network)
      : formatCidr(block),
  )

/** The fields in the order in which the plugins for etcd have always written them. */
export const rangeJson = (range: RangeSpec) => ({
  rangeStart: range.rangeStart && formatAddress(range.rangeStart),
  rangeEnd: range.rangeEnd && formatAddress(range.rangeEnd),
  subnet: formatCidr(range.subnet),
  gateway: gatewayOf(range),
  exclude: range.exclude?.length ? range.exclude.flatMap(exclusionTexts) : undefined,
})

const WithoutGateway = object({ gateway: t.literal(noGateway) }, {})

/** A range of a configuration, in which the gateway may be `none`. */
const DefinedRange = new t.Type<RangeSpec, unknown, unknown>(
  HyphenatedRangeConfig.name,
  HyphenatedRangeConfig.is,
  (input, context) =>
    t.UnknownRecord.is(input) && isRight(WithoutGateway.validate(input, context))
      ? pipe(
          HyphenatedRangeConfig.validate({ ...input, gateway: "" }, context),
          map((range) => ({ ...range, gateway: none })),
        )
      : HyphenatedRangeConfig.validate(input, context),
  t.identity,
)

const Definition = setsOf(DefinedRange)

/**
 * What the plugins of old took as a configuration they have written here, or their users have: host
 * bits of a subnet do not count, and start and end may be spelled in both ways.
 *
 * @param json an array of range sets as in a configuration; a `gateway` may be `none` too.
 */
export const readDefinition = (json: unknown): Either<string, NetworkDefinition> =>
  pipe(
    decode(Definition)(json),
    bimap(explainDecodeError, (sets) =>
      sets.map((set) => set.map((range) => ({ ...range, subnet: withoutHostBits(range.subnet) }))),
    ),
  )

/** As the plugins for etcd have always kept it: the range sets and nothing around them. */
export const formatDefinition = (definition: NetworkDefinition): string =>
  JSON.stringify(definition.map((set) => set.map(rangeJson)))

/** Left: what is wrong with the text. */
export const parseDefinition = (text: string): Either<string, NetworkDefinition> =>
  pipe(parseJson(text), flatMap(readDefinition))

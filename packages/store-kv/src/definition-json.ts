/** Definitions of networks as JSON texts, in the words of a configuration. */
import type { Interval, NetworkDefinition, RangeSpec } from "@cni-ipam/core"
import {
  bitsOf,
  decode,
  explainDecodeError,
  formatAddress,
  formatCidr,
  HyphenatedRangeSetsConfig,
  parseJson,
  withoutHostBits,
} from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { bimap, flatMap } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isNone, none, some } from "fp-ts/lib/Option.js"
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

/** Names of fields match whatever their case, as in a configuration. */
const saysNone = ([name, value]: readonly [string, unknown]): boolean =>
  name.toLowerCase() === "gateway" && value === noGateway

const fieldsOf = (range: unknown): readonly (readonly [string, unknown])[] =>
  typeof range === "object" && range !== null ? Object.entries(range) : []

const hasNoGateway = (range: unknown): boolean => fieldsOf(range).some(saysNone)

/** A configuration has no word for a range without a gateway. */
const withoutWord = (range: unknown): unknown =>
  hasNoGateway(range)
    ? Object.fromEntries(fieldsOf(range).filter((field) => !saysNone(field)))
    : range

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const asConfigured = (json: unknown): unknown =>
  Array.isArray(json)
    ? json.map((set: unknown) => (Array.isArray(set) ? set.map(withoutWord) : set))
    : json

/**
 * What the plugins of old took as a configuration they have written here, or their users have: host
 * bits of a subnet do not count, and start and end may be spelled in both ways.
 *
 * @param json an array of range sets as in a configuration; a `gateway` may be `none` too.
 */
export const readDefinition = (json: unknown): Either<string, NetworkDefinition> =>
  pipe(
    decode(HyphenatedRangeSetsConfig)(asConfigured(json)),
    bimap(explainDecodeError, (sets) =>
      sets.map((set, index) => {
        const written = listIn(listIn(json)[index])
        return set.map((range, place) => ({
          ...range,
          subnet: withoutHostBits(range.subnet),
          ...(hasNoGateway(written[place]) && { gateway: none }),
        }))
      }),
    ),
  )

/** As the plugins for etcd have always kept it: the range sets and nothing around them. */
export const formatDefinition = (definition: NetworkDefinition): string =>
  JSON.stringify(definition.map((set) => set.map(rangeJson)))

/** Left: what is wrong with the text. */
export const parseDefinition = (text: string): Either<string, NetworkDefinition> =>
  pipe(parseJson(text), flatMap(readDefinition))

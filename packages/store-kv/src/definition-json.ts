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

const gatewayOf = ({ gateway }: RangeSpec): string | undefined => {
  if (gateway === undefined) return undefined
  const address = "_tag" in gateway ? gateway : { _tag: "Some", value: gateway }
  return "value" in address ? formatAddress(address.value) : undefined
}

/** Exclusions are addresses or whole blocks: that is how a configuration writes them. */
const exclusionText = ({ family, first, last }: Interval): string => {
  const text = formatAddress({ family, value: first })
  const hostBits = (last - first + 1n).toString(2).length - 1
  return hostBits === 0 ? text : `${text}/${bitsOf(family) - hostBits}`
}

/** The fields in the order in which the plugins for etcd have always written them. */
export const rangeJson = (range: RangeSpec) => ({
  rangeStart: range.rangeStart && formatAddress(range.rangeStart),
  rangeEnd: range.rangeEnd && formatAddress(range.rangeEnd),
  subnet: formatCidr(range.subnet),
  gateway: gatewayOf(range),
  exclude: range.exclude?.length ? range.exclude.map(exclusionText) : undefined,
})

/**
 * What the plugins of old took as a configuration they have written here, or their users have: host
 * bits of a subnet do not count, and start and end may be spelled in both ways.
 *
 * @param json as it stands in a configuration: an array of range sets.
 */
export const readDefinition = (json: unknown): Either<string, NetworkDefinition> =>
  pipe(
    decode(HyphenatedRangeSetsConfig)(json),
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

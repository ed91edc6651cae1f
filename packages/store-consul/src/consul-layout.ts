/**
 * Keys and values as the original Consul plugin has them: `<prefix><network>` defines a network,
 * `<prefix><network>/<ip>` is a lease, both in JSON. With an empty prefix its leases are ours.
 */
import type { NetworkDefinition, RangeSpec } from "@cni-ipam/core"
import {
  CidrText,
  decode,
  explainDecodeError,
  formatAddress,
  hyphenatedFields,
  object,
  oneAddress,
  parseJson,
  rangeFields,
  withoutHostBits,
} from "@cni-ipam/core"
import type { Layout } from "@cni-ipam/store-kv"
import {
  addressInKey,
  leaseJson,
  parseLeaseJson,
  rangeJson,
  readDefinition,
  unknownMac,
} from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isNone } from "fp-ts/lib/Option.js"
import * as t from "io-ts"

const { rangeStart, rangeEnd, gateway } = rangeFields

/** In the words of the original plugin's definitions, or in those of a configuration. */
const SingleRange = object(
  { net: CidrText },
  { start: rangeStart, end: rangeEnd, gw: gateway, ...rangeFields, ...hyphenatedFields },
)

const singleRange = ({
  net,
  exclude,
  ...ends
}: t.TypeOf<typeof SingleRange>): E.Either<string, NetworkDefinition> => {
  const { start, rangeStart: from, "range-start": hyphenatedStart } = ends
  const { end, rangeEnd: to, "range-end": hyphenatedEnd, gw, gateway: via } = ends
  return pipe(
    E.Do,
    E.bind("rangeStart", () =>
      oneAddress({ start, rangeStart: from, "range-start": hyphenatedStart }),
    ),
    E.bind("rangeEnd", () => oneAddress({ end, rangeEnd: to, "range-end": hyphenatedEnd })),
    E.bind("gateway", () => oneAddress({ gw, gateway: via })),
    E.map((range) => [[{ ...range, subnet: withoutHostBits(net), exclude }]]),
  )
}

const WithRanges = object({}, { ranges: t.unknown })

/** The original plugin takes a gateway that is not given for the first address. */
const hasNoGateway = ({ gateway }: RangeSpec): boolean =>
  gateway !== undefined && "_tag" in gateway && isNone(gateway)

/** One range is written as the original plugin does, which knows no more than one. */
const formatDefinition = (definition: NetworkDefinition): string => {
  const [[single, ...others] = [], ...sets] = definition
  if (single === undefined || others.length + sets.length > 0 || hasNoGateway(single))
    return JSON.stringify({ ranges: definition.map((set) => set.map(rangeJson)) })
  const range = rangeJson(single)
  return JSON.stringify({
    gw: range.gateway ?? "",
    net: range.subnet,
    start: range.rangeStart ?? "",
    end: range.rangeEnd ?? "",
    routes: null,
    exclude: range.exclude,
  })
}

const parseDefinition = (text: string): E.Either<string, NetworkDefinition> =>
  pipe(
    parseJson(text),
    E.flatMap((json) => {
      const many = decode(WithRanges)(json)
      return E.isRight(many) && many.right.ranges !== undefined
        ? readDefinition(many.right.ranges)
        : pipe(decode(SingleRange)(json), E.mapLeft(explainDecodeError), E.flatMap(singleRange))
    }),
  )

/** Folder of everything of ours that the original plugin does not know. */
const indexName = ".cni-ipam/"

/** @param prefix empty, or ending with a slash */
export const consulLayout = (prefix: string): Layout => {
  const folder = (network: string): string => `${prefix}${network}/`
  return {
    index: `${prefix}${indexName}`,
    // Without a prefix the neighbours are everybody's.
    networks: prefix === "" ? undefined : prefix,
    leaseFolder: folder,
    leaseKey: (network, { address }) => `${folder(network)}${formatAddress(address)}`,
    leasePlace: (network, key) => {
      const address = addressInKey(key.slice(folder(network).length))
      return address && { rangeSet: "", address }
    },
    // Who reads these keys finds a MAC address in every lease of the original plugin.
    formatLease: (lease) => JSON.stringify({ ...leaseJson(lease), mac: lease.mac ?? unknownMac }),
    parseLease: parseLeaseJson,
    definitionKey: (network) => `${prefix}${network}`,
    formatDefinition,
    parseDefinition,
  }
}

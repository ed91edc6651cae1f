/**
 * The fields of a network configuration that are read here. Those of the plugin above, and
 * whatever else stands there, are somebody else's.
 */
import type { Cidr, DecodeError } from "@cni-ipam/core"
import {
  arrayOf,
  CidrText,
  decode,
  HyphenatedRangeSetsConfig,
  hyphenatedFields,
  misfit,
  object,
  PathText,
  RangeSetsConfig,
  RouteConfig,
  rangeFields,
  sameAddress,
  Text,
  withoutHostBits,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import type { Input } from "./input.js"
import { logFields } from "./log-settings.js"
import type { StorePlugin } from "./plugin.js"
import { StoreChoiceConfig } from "./store-choice.js"
import { argsField, wishFields } from "./wishes.js"

/** How the users of a plugin may write their ranges. */
export type RangeHabits = Pick<StorePlugin, "takesHostBits" | "takesHyphens">

const ipamFields = {
  type: Text,
  subnet: CidrText,
  ...rangeFields,
  ranges: RangeSetsConfig,
  routes: arrayOf(RouteConfig, "routes"),
  resolvConf: PathText,
  store: StoreChoiceConfig,
  node: Text,
  ...logFields,
}

const HyphenatedIpam = object(
  {},
  { ...ipamFields, ...hyphenatedFields, ranges: HyphenatedRangeSetsConfig },
)

const Config = object(
  {},
  {
    ipam: object({}, ipamFields),
    runtimeConfig: object({}, { ...wishFields, ipRanges: RangeSetsConfig }),
    ...argsField,
  },
)

const HyphenatedConfig = object(
  {},
  {
    ipam: HyphenatedIpam,
    runtimeConfig: object({}, { ...wishFields, ipRanges: HyphenatedRangeSetsConfig }),
    ...argsField,
  },
)

type Ends = Pick<
  t.TypeOf<typeof HyphenatedIpam>,
  "rangeStart" | "rangeEnd" | "range-start" | "range-end"
>

const otherSpellings = [
  ["rangeStart", "range-start"],
  ["rangeEnd", "range-end"],
] as const

/** An end that is written in both spellings must be the same: nobody knows which was meant. */
const contradictionIn = (ipam: Ends = {}): DecodeError | undefined => {
  for (const [one, other] of otherSpellings) {
    const [first, second] = [ipam[one], ipam[other]]
    if (first !== undefined && second !== undefined && !sameAddress(first, second))
      return misfit(`ipam.${other}`, `${one} says something else: leave one of them out`)
  }
  return undefined
}

const RawConfig = object({}, { ipam: t.UnknownRecord })

type DecodedConfig = t.TypeOf<typeof HyphenatedConfig>

export interface NetworkConfig extends DecodedConfig {
  readonly ipam: t.TypeOf<typeof HyphenatedIpam>
  /** The ipam object as it stands, for the store to find its own options in. */
  readonly rawIpam: Readonly<Record<string, unknown>>
}

export type ConfigError = { readonly _tag: "MissingIpam" }

const blockAlone = <Holder extends { readonly subnet: Cidr }>(holder: Holder): Holder => ({
  ...holder,
  subnet: withoutHostBits(holder.subnet),
})

const blocksAlone = (config: DecodedConfig): DecodedConfig => {
  const { ipam, runtimeConfig } = config
  const { subnet, ranges } = ipam ?? {}
  const { ipRanges } = runtimeConfig ?? {}
  return {
    ...config,
    ...(ipam && {
      ipam: {
        ...ipam,
        ...(subnet && { subnet: withoutHostBits(subnet) }),
        ...(ranges && { ranges: ranges.map((set) => set.map(blockAlone)) }),
      },
    }),
    ...(ipRanges && {
      runtimeConfig: { ...runtimeConfig, ipRanges: ipRanges.map((set) => set.map(blockAlone)) },
    }),
  }
}

/**
 * Reads the configuration on standard input.
 *
 * @param habits default: those of host-local's users, who are told of what cannot be.
 *
 * @example
 * readNetworkConfig({ name: "lan", ipam: { type: "host-local", subnet: "10.0.0.0/24" } })
 */
export const readNetworkConfig = (
  input: Input,
  { takesHostBits = false, takesHyphens = false }: RangeHabits = {},
): E.Either<DecodeError | ConfigError, NetworkConfig> => {
  const decoded = decode(takesHyphens ? HyphenatedConfig : Config)(input)
  if (E.isLeft(decoded)) return decoded
  const config = takesHostBits ? blocksAlone(decoded.right) : decoded.right
  const contradiction = takesHyphens ? contradictionIn(config.ipam) : undefined
  if (contradiction !== undefined) return E.left(contradiction)
  const raw = decode(RawConfig)(input)
  if (E.isLeft(raw)) return raw
  return config.ipam === undefined || raw.right.ipam === undefined
    ? E.left({ _tag: "MissingIpam" })
    : E.right({ ...config, ipam: config.ipam, rawIpam: raw.right.ipam })
}

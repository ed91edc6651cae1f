/**
 * The fields of a network configuration that are read here. Those of the plugin above, and
 * whatever else stands there, are somebody else's.
 */
import type { DecodeError } from "@cni-ipam/core"
import {
  arrayOf,
  CidrText,
  decode,
  misfit,
  object,
  RangeSetsConfig,
  RequestedAddress,
  RouteConfig,
  rangeFields,
  sameAddress,
  Text,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"
import type { Input } from "./input.js"
import { logFields } from "./log-settings.js"
import { MacText } from "./mac.js"
import { StoreChoiceConfig } from "./store-choice.js"

/** As the README of the original plugin for Consul spells them. */
const hyphenated = { "range-start": rangeFields.rangeStart, "range-end": rangeFields.rangeEnd }

const IpamConfig = object(
  {},
  {
    type: Text,
    subnet: CidrText,
    ...rangeFields,
    ...hyphenated,
    ranges: RangeSetsConfig,
    routes: arrayOf(RouteConfig, "routes"),
    resolvConf: Text,
    store: StoreChoiceConfig,
    node: Text,
    ...logFields,
  },
)

/** CNI conventions: what a runtime wants for one container stands in either place. */
const wishFields = { ips: arrayOf(RequestedAddress, "IP addresses"), mac: MacText }

const Config = object(
  {},
  {
    ipam: IpamConfig,
    runtimeConfig: object({}, { ...wishFields, ipRanges: RangeSetsConfig }),
    args: object({}, { cni: object({}, wishFields) }),
  },
)

type Ends = Pick<
  t.TypeOf<typeof IpamConfig>,
  "rangeStart" | "rangeEnd" | "range-start" | "range-end"
>

const otherSpellings = [
  ["rangeStart", "range-start"],
  ["rangeEnd", "range-end"],
] as const

/** An end that is written in both spellings must be the same: nobody knows which was meant. */
const checkSpellings = (ipam: Ends = {}): E.Either<DecodeError, void> => {
  const contradiction = otherSpellings.find(([one, other]) => {
    const [first, second] = [ipam[one], ipam[other]]
    return first !== undefined && second !== undefined && !sameAddress(first, second)
  })
  return contradiction === undefined
    ? E.right(undefined)
    : E.left(
        misfit(
          `ipam.${contradiction[1]}`,
          `${contradiction[0]} says something else: leave one of them out`,
        ),
      )
}

const RawConfig = object({}, { ipam: t.UnknownRecord })

type DecodedConfig = t.TypeOf<typeof Config>

export interface NetworkConfig extends DecodedConfig {
  readonly ipam: t.TypeOf<typeof IpamConfig>
  /** The ipam object as it stands, for the store to find its own options in. */
  readonly rawIpam: Readonly<Record<string, unknown>>
}

export type ConfigError = { readonly _tag: "MissingIpam" }

/**
 * Reads the configuration on standard input.
 *
 * @example
 * readNetworkConfig({ name: "lan", ipam: { type: "host-local", subnet: "10.0.0.0/24" } })
 */
export const readNetworkConfig = (
  input: Input,
): E.Either<DecodeError | ConfigError, NetworkConfig> =>
  pipe(
    E.Do,
    E.bind("config", () => decode(Config)(input)),
    E.tap(({ config }) => checkSpellings(config.ipam)),
    E.bind("raw", () => decode(RawConfig)(input)),
    E.flatMap(
      ({ config, raw }): E.Either<ConfigError, NetworkConfig> =>
        config.ipam === undefined || raw.ipam === undefined
          ? E.left({ _tag: "MissingIpam" })
          : E.right({ ...config, ipam: config.ipam, rawIpam: raw.ipam }),
    ),
  )

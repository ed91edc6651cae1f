/** The range sets of a network, from the three places where a configuration may name them. */
import type { Cidr, Family, NetworkDefinition, Pool, PoolError, RangeSpec } from "@cni-ipam/core"
import { makePool } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { CniVersion } from "./cni-version.js"
import type { NetworkConfig } from "./network-config.js"

/** A result of these versions has room for one address of each family. */
const versionsWithOneOfAFamily: readonly CniVersion[] = ["0.1.0", "0.2.0"]

export type FamilyError = { readonly _tag: "TooManyOfAFamily"; readonly version: CniVersion }

/** What is excluded on the ipam object is excluded from every range. */
const withExclusions = ({ ipam }: NetworkConfig, sets: NetworkDefinition): NetworkDefinition => {
  const everywhere = ipam.exclude ?? []
  if (everywhere.length === 0) return sets
  return sets.map((ranges) =>
    ranges.map((range) => ({ ...range, exclude: [...(range.exclude ?? []), ...everywhere] })),
  )
}

/** The range whose fields stand on the ipam object itself. */
const singleRange = (subnet: Cidr, ipam: NetworkConfig["ipam"]): RangeSpec => ({
  subnet,
  rangeStart: ipam.rangeStart ?? ipam["range-start"],
  rangeEnd: ipam.rangeEnd ?? ipam["range-end"],
  gateway: ipam.gateway,
})

/** What the configuration itself says of the network: without what a runtime adds to it. */
export const definitionOf = (config: NetworkConfig): NetworkDefinition => {
  const { subnet, ranges = [] } = config.ipam
  const single = subnet && [singleRange(subnet, config.ipam)]
  return withExclusions(config, single ? [single, ...ranges] : ranges)
}

/** host-local's order, on which the numbers of the sets and of the addresses depend. */
const setsOf = (config: NetworkConfig, definition: NetworkDefinition): NetworkDefinition => [
  ...withExclusions(config, config.runtimeConfig?.ipRanges ?? []),
  ...definition,
]

const familiesOf = (sets: NetworkDefinition): readonly Family[] =>
  sets.flatMap(([first]) => (first ? [first.subnet.network.family] : []))

/**
 * Whether a result of the version has room for one address of each of these.
 *
 * @example
 * checkFamilies("0.2.0", [4, 4]) // left: TooManyOfAFamily
 */
export const checkFamilies = (
  version: CniVersion,
  families: readonly Family[],
): Either<FamilyError, void> =>
  versionsWithOneOfAFamily.includes(version) && new Set(families).size < families.length
    ? left({ _tag: "TooManyOfAFamily", version })
    : right(undefined)

/** Whether the configuration names any range: it need not, where the runtime names them. */
export const namesRanges = (config: NetworkConfig, definition: NetworkDefinition): boolean =>
  setsOf(config, definition).length > 0

/**
 * Makes the pool of a network, with the ranges that the runtime wants beside those that define it.
 *
 * @example
 * networkPool("lan", "1.0.0", config, definitionOf(config))
 */
export const networkPool = (
  network: string,
  version: CniVersion,
  config: NetworkConfig,
  definition: NetworkDefinition,
): Either<PoolError | FamilyError, Pool> => {
  const sets = setsOf(config, definition)
  const pool = makePool(network, sets)
  if (!versionsWithOneOfAFamily.includes(version)) return pool
  // Sets that overlap are of one family, and an old version's users know it by that name.
  if (isLeft(pool) && pool.left._tag !== "RangeSetsOverlap") return pool
  const families = checkFamilies(version, familiesOf(sets))
  return isLeft(families) ? families : pool
}

export const explainFamilyError = ({ version }: FamilyError): string =>
  `CNI version ${version} does not support more than 1 address per family`

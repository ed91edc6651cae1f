/** The range sets of a network, from the three places where a configuration may name them. */
import type { Pool, PoolError, RangeSpec } from "@cni-ipam/core"
import { makePool } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left } from "fp-ts/lib/Either.js"
import type { CniVersion } from "./cni-version.js"
import { isAtLeast } from "./cni-version.js"
import type { NetworkConfig } from "./network-config.js"

/** A result of these versions has room for one address of each family. */
export type FamilyError = { readonly _tag: "TooManyOfAFamily"; readonly version: CniVersion }

/** host-local's order, on which the numbers of the sets and of the addresses depend. */
const setsOf = ({ ipam, runtimeConfig }: NetworkConfig): readonly (readonly RangeSpec[])[] => {
  const { subnet, rangeStart, rangeEnd, gateway } = ipam
  const single = subnet === undefined ? [] : [[{ subnet, rangeStart, rangeEnd, gateway }]]
  return [...(runtimeConfig?.ipRanges ?? []), ...single, ...(ipam.ranges ?? [])]
}

const repeatsAFamily = (sets: readonly (readonly RangeSpec[])[]): boolean => {
  const families = sets.flatMap(([first]) => (first ? [first.subnet.network.family] : []))
  return new Set(families).size < families.length
}

/** Whether the configuration names any range: it need not, where the runtime names them. */
export const namesRanges = (config: NetworkConfig): boolean => setsOf(config).length > 0

/**
 * Makes the pool of the configuration. What is excluded on the ipam object is excluded from
 * every range.
 *
 * @example
 * networkPool("lan", "1.0.0", config)
 */
export const networkPool = (
  network: string,
  version: CniVersion,
  config: NetworkConfig,
): Either<PoolError | FamilyError, Pool> => {
  const everywhere = config.ipam.exclude ?? []
  const sets = setsOf(config).map((ranges) =>
    ranges.map((range) => ({ ...range, exclude: [...(range.exclude ?? []), ...everywhere] })),
  )
  const pool = makePool(network, sets)
  // Sets that overlap are of one family, and an old version's users know it by that name.
  if (pool._tag === "Left" && pool.left._tag !== "RangeSetsOverlap") return pool
  return !isAtLeast(version, "0.3.0") && repeatsAFamily(sets)
    ? left({ _tag: "TooManyOfAFamily", version })
    : pool
}

export const explainFamilyError = ({ version }: FamilyError): string =>
  `CNI version ${version} does not support more than 1 address per family`

/**
 * A contiguous run of addresses inside one subnet, from which leases are made.
 *
 * Invariant: the subnet contains start and end, start <= end, and `allocatable` is what is left
 * of it without the gateway and the excluded addresses. `makeRange` is the only way to make one,
 * so whoever holds a Range may rely on it.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import { some } from "fp-ts/lib/Option.js"
import type { Address } from "./address.js"
import { bitsOf, isMapped } from "./address.js"
import type { Cidr } from "./cidr.js"
import { blockOf } from "./cidr.js"
import { formatAddress } from "./format-address.js"
import type { Interval } from "./interval.js"
import { includes, single, subtract } from "./interval.js"
import type { InvalidRange } from "./invalid-range.js"

/**
 * Addresses in a row of one subnet, from which leases are made: checked, with its defaults filled in.
 * `makeRange` is the only way to make one.
 */
export interface Range {
  readonly subnet: Cidr
  readonly start: Address
  readonly end: Address
  /** Never handed out. May lie outside the subnet: IPv6 gateways are often link-local. */
  readonly gateway: Option<Address>
  readonly exclude: readonly Interval[]
  /** The addresses that may be handed out, ascending and disjoint. */
  readonly allocatable: readonly Interval[]
}

/**
 * What a configuration says of a range. Whatever it leaves out has a default.
 *
 * @example
 * const spec: RangeSpec = { subnet, gateway: none, exclude: [{ family: 4, first, last }] }
 */
export interface RangeSpec {
  readonly subnet: Cidr
  /** Default: the address after the network address. */
  readonly rangeStart?: Address | undefined
  /** Default: the last address; for IPv4 the one before it, which is the broadcast address. */
  readonly rangeEnd?: Address | undefined
  /** Default: the address after the network address. `none` for a range without a gateway. */
  readonly gateway?: Address | Option<Address> | undefined
  /** Never handed out, nor accepted when requested. */
  readonly exclude?: readonly Interval[] | undefined
}

/**
 * Checks a range and fills in its defaults.
 *
 * @example
 * makeRange({ subnet }) // of 10.0.0.0/24: 10.0.0.1 to 10.0.0.254, gateway 10.0.0.1
 */
export const makeRange = (spec: RangeSpec): Either<InvalidRange, Range> => {
  const { subnet, exclude = [] } = spec
  const { family, value } = subnet.network
  if (subnet.prefixLength > bitsOf(family) - 2) return left({ _tag: "SubnetTooSmall", subnet })
  if (isMapped(subnet.network)) return left({ _tag: "MappedSubnet", subnet })
  if (subnet.address.value !== value) return left({ _tag: "HostBitsSet", subnet })
  const second = { family, value: value + 1n }
  const start = spec.rangeStart ?? second
  const lastUsable = family === 4 ? subnet.last.value - 1n : subnet.last.value
  const end = spec.rangeEnd ?? { family, value: lastUsable }
  const block = blockOf(subnet)
  if (!includes(block, start)) return left({ _tag: "StartOutside", start, subnet })
  if (!includes(block, end)) return left({ _tag: "EndOutside", end, subnet })
  // Again after the defaults: a start on the broadcast address lies behind the default end.
  if (start.value > end.value) return left({ _tag: "Inverted", start, end, subnet })
  const given = spec.gateway ?? second
  const gateway = "_tag" in given ? given : some(given)
  const holes = gateway._tag === "Some" ? [single(gateway.value), ...exclude] : exclude
  const allocatable = subtract({ family, first: start.value, last: end.value }, holes)
  return right({ subnet, start, end, gateway, exclude, allocatable })
}

export const spanOf = (range: Range): Interval => ({
  family: range.start.family,
  first: range.start.value,
  last: range.end.value,
})

/** Whether `address` lies between start and end; gateway and exclusions are not considered. */
export const rangeIncludes = (range: Range, address: Address): boolean =>
  range.start.family === address.family &&
  range.start.value <= address.value &&
  address.value <= range.end.value

export const isExcluded = (range: Range, address: Address): boolean =>
  range.exclude.some((hole) => includes(hole, address))

/** `<start>-<end>`, as in messages about full ranges. */
export const formatRange = (range: Range): string =>
  `${formatAddress(range.start)}-${formatAddress(range.end)}`

/** Why a range or a range set cannot be. Each case holds what its message needs. */
import type { Address } from "./address.js"
import type { Cidr } from "./cidr.js"
import { formatCidr } from "./cidr.js"
import { formatAddress } from "./format-address.js"
import type { Range } from "./range.js"
import { formatRange } from "./range.js"

export type InvalidRange =
  | { readonly _tag: "SubnetTooSmall"; readonly subnet: Cidr }
  | { readonly _tag: "HostBitsSet"; readonly subnet: Cidr }
  | { readonly _tag: "MappedSubnet"; readonly subnet: Cidr }
  | { readonly _tag: "StartOutside"; readonly start: Address; readonly subnet: Cidr }
  | { readonly _tag: "EndOutside"; readonly end: Address; readonly subnet: Cidr }
  | {
      readonly _tag: "Inverted"
      readonly start: Address
      readonly end: Address
      readonly subnet: Cidr
    }
  | { readonly _tag: "EmptyRangeSet" }
  | { readonly _tag: "MixedFamilies" }
  | { readonly _tag: "RangesOverlap"; readonly a: Range; readonly b: Range }

export const explainInvalidRange = (error: InvalidRange): string => {
  switch (error._tag) {
    case "SubnetTooSmall":
      return `Network ${formatCidr(error.subnet)} too small to allocate from`
    case "HostBitsSet":
      return `Network has host bits set. For a subnet mask of length ${error.subnet.prefixLength} the network address is ${formatAddress(error.subnet.network)}`
    case "MappedSubnet":
      return `Network ${formatCidr(error.subnet)} is IPv4-mapped; write it as an IPv4 subnet`
    case "StartOutside":
      return `RangeStart ${formatAddress(error.start)} not in network ${formatCidr(error.subnet)}`
    case "EndOutside":
      return `RangeEnd ${formatAddress(error.end)} not in network ${formatCidr(error.subnet)}`
    case "Inverted":
      return `RangeStart ${formatAddress(error.start)} is behind RangeEnd ${formatAddress(error.end)} in network ${formatCidr(error.subnet)}`
    case "EmptyRangeSet":
      return "empty range set"
    case "MixedFamilies":
      return "mixed address families"
    case "RangesOverlap":
      return `subnets ${formatRange(error.a)} and ${formatRange(error.b)} overlap`
  }
}

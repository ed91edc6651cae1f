/** Why Docker does not get what it asks for. Each case holds what its sentence needs. */
import type { Address, Cidr, InvalidRange, StoreError } from "@cni-ipam/core"
import { explainInvalidRange, explainStoreError, formatAddress, formatCidr } from "@cni-ipam/core"

export type DriverError =
  | { readonly _tag: "BadBody"; readonly reason: string }
  | { readonly _tag: "EmptyBody" }
  | { readonly _tag: "NoNetwork" }
  | { readonly _tag: "BadNetwork"; readonly network: string }
  | { readonly _tag: "NoPoolForRange"; readonly range: Cidr }
  | { readonly _tag: "OtherFamily"; readonly subnet: Cidr }
  | { readonly _tag: "HostBits"; readonly subnet: Cidr; readonly block: Cidr }
  | { readonly _tag: "BadSubnet"; readonly error: InvalidRange }
  | { readonly _tag: "RangeOutside"; readonly range: Cidr; readonly subnet: Cidr }
  | { readonly _tag: "EmptyRange"; readonly range: Cidr; readonly subnet: Cidr }
  | {
      readonly _tag: "PoolDiffers"
      readonly pool: string
      readonly what: "subnet" | "ip-range"
      readonly stored: Cidr | undefined
      readonly asked: Cidr
    }
  | { readonly _tag: "Overlap"; readonly subnet: Cidr; readonly other: Cidr }
  | { readonly _tag: "SupernetFull"; readonly supernet: Cidr; readonly length: number }
  | { readonly _tag: "UnknownPool"; readonly pool: string }
  | { readonly _tag: "NotInUse"; readonly pool: string; readonly node: string }
  | { readonly _tag: "OutsidePool"; readonly address: Address; readonly subnet: Cidr }
  | { readonly _tag: "IsGateway"; readonly address: Address; readonly pool: string }
  | {
      readonly _tag: "Taken"
      readonly address: Address
      readonly pool: string
      readonly node: string
      /** Whether it may have been asked for as an auxiliary address, on another node than it is. */
      readonly mayBeAux: boolean
    }
  | {
      readonly _tag: "HeldElsewhere"
      readonly address: Address
      readonly pool: string
      readonly node: string
    }
  | { readonly _tag: "Exhausted"; readonly pool: string; readonly range: Cidr }
  | { readonly _tag: "Contended"; readonly pool: string }
  | { readonly _tag: "Store"; readonly error: StoreError }

export const storeFailed = (error: StoreError): DriverError => ({ _tag: "Store", error })

const differs = ({
  pool,
  what,
  stored,
  asked,
}: Extract<DriverError, { _tag: "PoolDiffers" }>): string => {
  const kept = stored === undefined ? `no ${what}` : `${what} ${formatCidr(stored)}`
  return `pool ${pool} exists with ${kept}, requested ${formatCidr(asked)}: ask for what it has, or for another network with --ipam-opt network=NAME`
}

/** One sentence, which Docker shows to its user behind `remote: `. */
export const explainDriverError = (error: DriverError): string => {
  switch (error._tag) {
    case "BadBody":
      return `Invalid request body: ${error.reason}`
    case "EmptyBody":
      return "Invalid request body: it is empty, as Docker repeats a request when the driver was stopped while it served it: try again"
    case "NoNetwork":
      return "Network can't be nil: name the pool with --ipam-opt network=NAME"
    case "BadNetwork":
      return `Network ${JSON.stringify(error.network.slice(0, 80))} is invalid: a name has letters, digits, and behind the first one also _ . -`
    case "NoPoolForRange":
      return `IPRange ${formatCidr(error.range)} without a subnet: say with --subnet of which it is a part`
    case "OtherFamily":
      return error.subnet.network.family === 6
        ? `Subnet ${formatCidr(error.subnet)} is IPv6, but an IPv4 pool is asked for`
        : `Subnet ${formatCidr(error.subnet)} is IPv4, but an IPv6 pool is asked for`
    case "HostBits":
      return `Subnet ${formatCidr(error.subnet)} has host bits set: did you mean ${formatCidr(error.block)}?`
    case "BadSubnet":
      return `Subnet is invalid: ${explainInvalidRange(error.error)}`
    case "RangeOutside":
      return `IPRange ${formatCidr(error.range)} outside of pool subnet ${formatCidr(error.subnet)}`
    case "EmptyRange":
      return `IPRange ${formatCidr(error.range)} has no address for a container: the first and last address of ${formatCidr(error.subnet)} and its gateway are not given to any; choose a larger one`
    case "PoolDiffers":
      return differs(error)
    case "Overlap":
      return `${formatCidr(error.subnet)} conflict: Conflict with network ${formatCidr(error.other)}: choose a --subnet that overlaps no other pool, or none`
    case "SupernetFull":
      return `supernet ${formatCidr(error.supernet)} is exhausted: no subnet of length ${error.length} is free in it; remove networks, or give the driver a larger supernet`
    case "UnknownPool":
      return `Pool not found: ${error.pool}: create the Docker network anew`
    case "NotInUse":
      return `Pool ${error.pool} is not in use on node ${error.node}: restart Docker, or create the Docker network anew`
    case "OutsidePool":
      return `Address ${formatAddress(error.address)} outside of pool subnet ${formatCidr(error.subnet)}`
    case "IsGateway":
      return `Address ${formatAddress(error.address)} is the gateway of pool ${error.pool}: choose another one`
    case "Taken":
      return `Allocation conflict for address=${formatAddress(error.address)}: it is in use in pool ${error.pool}${error.node && `, on node ${error.node}`}: choose another one, or none${error.mayBeAux ? "; an --aux-address is reserved by one node for all of them: leave it out on the others" : ""}`
    case "HeldElsewhere":
      return `Address ${formatAddress(error.address)} of pool ${error.pool} is held by node ${error.node}, which alone gives it back: if that is gone for good, run kontena-ipam-cleanup with its NODE_ID`
    case "Exhausted":
      return `No addresses available for allocation in pool ${error.pool}: all of ${formatCidr(error.range)} is in use; remove containers, or make a larger network`
    case "Contended":
      return `others changed pool ${error.pool} again and again: try once more`
    case "Store":
      return explainStoreError(error.error)
  }
}

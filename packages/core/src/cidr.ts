/**
 * A block of addresses in CIDR notation, together with the address it was written with.
 *
 * `10.5.6.7/8` keeps its host bits in `address`: routes print them back, subnets refuse them.
 */
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { Address } from "./address.js"
import { bitsOf } from "./address.js"
import { formatAddress } from "./format-address.js"
import type { Interval } from "./interval.js"
import { parseLiteralAddress } from "./parse-address.js"
import { parseDecimal } from "./parse-digits.js"

/** A block of addresses, such as a subnet; `parseCidr` makes one of `10.0.0.0/24`. */
export interface Cidr {
  /** As written, host bits included. */
  readonly address: Address
  readonly prefixLength: number
  /** The first address of the block. */
  readonly network: Address
  /** The last address of the block: the broadcast address of an IPv4 subnet. */
  readonly last: Address
}

/**
 * Reads `<address>/<prefix length>`.
 *
 * @example
 * parseCidr("10.1.0.0/16") // some: network 10.1.0.0, last 10.1.255.255
 * parseCidr("10.1.0.0")    // none
 */
export const parseCidr = (text: string): Option<Cidr> => {
  const slash = text.indexOf("/")
  if (slash < 0) return none
  const written = parseLiteralAddress(text.slice(0, slash))
  const prefixLength = parseDecimal(text.slice(slash + 1), 3)
  if (written._tag === "None" || prefixLength === undefined) return none
  const { family, value } = written.value
  const bits = bitsOf(family)
  if (prefixLength > bits) return none
  const hostBits = BigInt(bits - prefixLength)
  const network = (value >> hostBits) << hostBits
  return some({
    address: written.value,
    prefixLength,
    network: { family, value: network },
    last: { family, value: network + (1n << hostBits) - 1n },
  })
}

/** As written, in canonical spelling: `2001:DB8::/32` becomes `2001:db8::/32`. */
export const formatCidr = (cidr: Cidr): string =>
  `${formatAddress(cidr.address)}/${cidr.prefixLength}`

/** The block alone: `10.5.6.7/8` becomes `10.0.0.0/8`. */
export const withoutHostBits = (cidr: Cidr): Cidr => ({ ...cidr, address: cidr.network })

export const blockOf = (cidr: Cidr): Interval => ({
  family: cidr.network.family,
  first: cidr.network.value,
  last: cidr.last.value,
})

/** Subnets beside and within each other. */
import type { Address, Cidr } from "@cni-ipam/core"
import { address, bitsOf } from "@cni-ipam/core"

/** The block of the length that begins at the address. */
export const blockFrom = (network: Address, prefixLength: number): Cidr => {
  const { family, value } = network
  const size = 1n << BigInt(bitsOf(family) - prefixLength)
  return { address: network, network, last: address(family, value + size - 1n), prefixLength }
}

/** The block of the length around the address. */
export const blockAround = ({ family, value }: Address, prefixLength: number): Cidr => {
  const hostBits = BigInt(bitsOf(family) - prefixLength)
  return blockFrom(address(family, (value >> hostBits) << hostBits), prefixLength)
}

export const subnetsOverlap = (a: Cidr, b: Cidr): boolean =>
  a.network.family === b.network.family &&
  a.network.value <= b.last.value &&
  b.network.value <= a.last.value

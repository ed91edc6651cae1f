/** The free list of subnets: where in the supernet there is room for one more. */
import type { Cidr } from "@cni-ipam/core"
import { address, bitsOf } from "@cni-ipam/core"

/** The block of the length that begins at the value. */
const blockAt = ({ network: { family } }: Cidr, first: bigint, prefixLength: number): Cidr => {
  const size = 1n << BigInt(bitsOf(family) - prefixLength)
  const network = address(family, first)
  return { address: network, network, last: address(family, first + size - 1n), prefixLength }
}

export const subnetsOverlap = (a: Cidr, b: Cidr): boolean =>
  a.network.family === b.network.family &&
  a.network.value <= b.last.value &&
  b.network.value <= a.last.value

/**
 * The first block of the supernet that overlaps none of those in use: in the time that sorting them
 * takes, whatever lies between them.
 *
 * @param used may overlap, and lie outside of the supernet.
 */
export const firstFreeSubnet = (
  supernet: Cidr,
  prefixLength: number,
  used: readonly Cidr[],
): Cidr | undefined => {
  const size = 1n << BigInt(bitsOf(supernet.network.family) - prefixLength)
  const inOrder = used
    .filter((one) => subnetsOverlap(supernet, one))
    .sort((a, b) => (a.network.value < b.network.value ? -1 : 1))
  let first = supernet.network.value
  for (const { network, last } of inOrder) {
    if (first + size <= network.value) break
    // Blocks begin at multiples of their size.
    if (last.value >= first) first = (last.value / size + 1n) * size
  }
  return first + size - 1n <= supernet.last.value
    ? blockAt(supernet, first, prefixLength)
    : undefined
}

/** Intervals as blocks: for whoever has no other word for many addresses than a CIDR. */
import type { Cidr, Interval } from "@cni-ipam/core"
import { bitsOf } from "@cni-ipam/core"

/** How many bits the number ends with that are 0, at most `limit`. */
const zerosAtEnd = (value: bigint, limit: number): number => {
  let zeros = 0
  while (zeros < limit && ((value >> BigInt(zeros)) & 1n) === 0n) zeros++
  return zeros
}

const bitLength = (value: bigint): number => value.toString(2).length

/**
 * The fewest blocks that have the interval's addresses and no others, in order. They are at most
 * twice as many as an address has bits.
 *
 * @example
 * blocksIn({ family: 4, first: 3n, last: 5n }) // 0.0.0.3/32, 0.0.0.4/31
 */
export const blocksIn = ({ family, first, last }: Interval): readonly Cidr[] => {
  const blocks: Cidr[] = []
  for (let next = first; next <= last; ) {
    const hostBits = zerosAtEnd(next, bitLength(last - next + 1n) - 1)
    const network = { family, value: next }
    next += 1n << BigInt(hostBits)
    blocks.push({
      address: network,
      network,
      last: { family, value: next - 1n },
      prefixLength: bitsOf(family) - hostBits,
    })
  }
  return blocks
}

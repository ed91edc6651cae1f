/** The subnets of which random ranges are made. No two of them overlap. */
import fc from "fast-check"
import { weighted } from "./weighted.js"

export interface Block {
  readonly cidr: string
  readonly size: number
  /** The address so many behind the first, spelled as somebody might. */
  readonly at: (offset: number) => string
}

const hex = (value: number): string => value.toString(16)

export const v4: readonly Block[] = [
  { cidr: "10.1.0.0/29", size: 8, at: (n) => `10.1.0.${n}` },
  { cidr: "10.1.0.8/30", size: 4, at: (n) => `10.1.0.${8 + n}` },
  { cidr: "10.1.1.0/24", size: 256, at: (n) => `10.1.1.${n}` },
  {
    cidr: "10.2.0.0/15",
    size: 2 ** 17,
    at: (n) => `10.${2 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`,
  },
]

export const v6: readonly Block[] = [
  { cidr: "fd00:1::/125", size: 8, at: (n) => `fd00:1::${hex(n)}` },
  { cidr: "FD00:2:0:0::/126", size: 4, at: (n) => `FD00:2:0::0:${hex(n)}` },
  { cidr: "2001:db8::/112", size: 2 ** 16, at: (n) => `2001:db8::${hex(n)}` },
]

/** The last address that a range of the block has by default. */
export const defaultEnd = ({ cidr, size }: Block): number => size - (cidr.includes(":") ? 1 : 2)

export const blocks: readonly Block[] = [...v4, ...v6]

/** Mostly small, so that ranges are exhausted; at times at the other end. */
export const offset = ({ size }: Block): fc.Arbitrary<number> =>
  weighted([5, fc.nat(Math.min(size, 10) - 1)], [1, fc.integer({ min: size - 3, max: size - 1 })])

/** An address in the block, or at times any other. */
export const addressIn = (block: Block): fc.Arbitrary<string> =>
  weighted(
    [20, offset(block).map(block.at)],
    [1, fc.constantFrom("192.0.2.1", "fe80::1", "::ffff:10.1.0.3", "0.0.0.0")],
  )

export const address: fc.Arbitrary<string> = fc.constantFrom(...blocks).chain(addressIn)

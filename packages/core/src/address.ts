/**
 * An IP address as a value: a family and a number, with one canonical text.
 *
 * Strings stop at the edge: `parseAddress` is the only reader, `formatAddress` the only writer,
 * and everything between computes with numbers.
 */
export type Family = 4 | 6

export interface Address {
  readonly family: Family
  /** Unsigned, below 2^32 for IPv4 and 2^128 for IPv6. */
  readonly value: bigint
}

/** How many bits an address of the family has: 32 or 128. */
export const bitsOf = (family: Family): 32 | 128 => (family === 4 ? 32 : 128)

export const address = (family: Family, value: bigint): Address => ({ family, value })

export const sameAddress = (a: Address, b: Address): boolean =>
  a.value === b.value && a.family === b.family

/** `::ffff:0:0/96`, RFC 4291 section 2.5.5.2. */
const mappedPrefix = 0xffffn

/** Whether an IPv6 address stands for an IPv4 one. */
export const isMapped = ({ family, value }: Address): boolean =>
  family === 6 && value >> 32n === mappedPrefix

/** Orders by family, IPv4 first, then by value. */
export const compareAddresses = (a: Address, b: Address): number =>
  a.family !== b.family ? a.family - b.family : a.value < b.value ? -1 : a.value > b.value ? 1 : 0

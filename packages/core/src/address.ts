/**
 * An IP address as a value: a family and a number, with one canonical text.
 *
 * Strings stop at the edge: `parseAddress` is the only reader, `formatAddress` the only writer,
 * and everything between computes with numbers.
 */

/** IPv4 or IPv6. */
export type Family = 4 | 6

/**
 * An IP address as a number; `parseAddress` makes one of a text, and `formatAddress` its text.
 *
 * @example
 * const parsed = parseAddress("10.0.0.1") // some({ family: 4, value: 0x0a000001n })
 */
export interface Address {
  readonly family: Family
  /** Unsigned, below 2^32 for IPv4 and 2^128 for IPv6. */
  readonly value: bigint
}

/** How many bits an address of the family has: 32 or 128. */
export const bitsOf = (family: Family): 32 | 128 => (family === 4 ? 32 : 128)

/** @example address(4, 0x0a000001n) // 10.0.0.1 */
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

/**
 * The strict reader of address texts.
 *
 * Libraries disagree about `010.0.0.1`, `10.1` and `0x7f.1`; an address that two programs read
 * differently is a security hole, so anything but the plain form is refused here, before any
 * library sees it.
 */
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { Address } from "./address.js"
import { isMapped } from "./address.js"
import { parseHex } from "./parse-digits.js"

const longestText = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length

const dot = 0x2e
const zero = 0x30

/** In one pass and without a piece of the text: a directory of leases has tens of thousands. */
const parseIPv4 = (text: string): number | undefined => {
  let value = 0
  let dots = 0
  /** -1 before its first digit. */
  let octet = -1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === dot) {
      if (octet < 0) return undefined
      value = value * 256 + octet
      octet = -1
      dots++
      continue
    }
    const digit = code - zero
    if (digit < 0 || digit > 9 || octet === 0) return undefined
    octet = octet < 0 ? digit : octet * 10 + digit
    if (octet > 255) return undefined
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined
}

/** The 16-bit groups of one side of `::`; a dotted IPv4 tail counts as two. */
const parseGroups = (text: string, mayEndInIPv4: boolean): readonly number[] | undefined => {
  if (text === "") return []
  const parts = text.split(":")
  const groups: number[] = []
  for (const [index, part] of parts.entries()) {
    const group = parseHex(part, 4)
    if (group !== undefined) {
      groups.push(group)
      continue
    }
    const tail = mayEndInIPv4 && index === parts.length - 1 ? parseIPv4(part) : undefined
    if (tail === undefined) return undefined
    groups.push(Math.floor(tail / 65536), tail % 65536)
  }
  return groups
}

const numberOf = (groups: readonly number[]): bigint => {
  let value = 0n
  for (const group of groups) value = (value << 16n) | BigInt(group)
  return value
}

const parseIPv6 = (text: string): bigint | undefined => {
  const sides = text.split("::")
  const [left, right] = sides
  if (left === undefined || sides.length > 2) return undefined
  if (right === undefined) {
    const groups = parseGroups(left, true)
    return groups?.length === 8 ? numberOf(groups) : undefined
  }
  const head = parseGroups(left, false)
  const tail = parseGroups(right, true)
  if (head === undefined || tail === undefined || head.length + tail.length > 7) return undefined
  return (numberOf(head) << BigInt(16 * (8 - head.length))) | numberOf(tail)
}

/**
 * Reads an address text without unmapping: `::ffff:10.0.0.1` stays IPv6.
 *
 * Source: RFC 4291 section 2.2 for IPv6; four decimal octets without leading zeros for IPv4
 * (RFC 6943 section 3.1.1). No zone, no port, no prefix, no surrounding space.
 */
export const parseLiteralAddress = (text: string): Option<Address> => {
  if (text.length > longestText) return none
  if (text.includes(":")) {
    const value = parseIPv6(text)
    return value === undefined ? none : some({ family: 6, value })
  }
  const value = parseIPv4(text)
  return value === undefined ? none : some({ family: 4, value: BigInt(value) })
}

/**
 * Reads an address text. An IPv4-mapped IPv6 address is the IPv4 address it stands for.
 *
 * @example
 * parseAddress("2001:DB8::1") // some({ family: 6, value: 0x20010db8…01n })
 * parseAddress("010.0.0.1")   // none
 */
export const parseAddress = (text: string): Option<Address> => {
  const literal = parseLiteralAddress(text)
  return literal._tag === "Some" && isMapped(literal.value)
    ? some({ family: 4, value: literal.value.value & 0xffff_ffffn })
    : literal
}

/** The canonical text of an address: dotted decimal for IPv4, RFC 5952 for IPv6. */
import type { Address } from "./address.js"

const groupsOf = (value: bigint): readonly number[] => {
  const groups: number[] = []
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn))
  return groups
}

/** The longest run of two or more zero groups; the first of equals (RFC 5952 section 4.2.3). */
const longestZeroRun = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: 0, length: 1 }
  let start = 0
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1
    else if (index - start + 1 > best.length) best = { start, length: index - start + 1 }
  }
  return best
}

const formatIPv6 = (value: bigint): string => {
  const groups = groupsOf(value)
  const run = longestZeroRun(groups)
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":")
  return run.length < 2
    ? hex(groups)
    : `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`
}

/**
 * @example
 * formatAddress({ family: 6, value: 1n }) // "::1"
 */
export const formatAddress = (address: Address): string => {
  if (address.family === 6) return formatIPv6(address.value)
  const value = Number(address.value)
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}

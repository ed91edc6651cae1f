/**
 * Who held which address when the directory was last read as a whole: in text files of some
 * hundred lines, each for the containers whose ids have the same hash.
 *
 * It is never changed, only made anew, and it names nobody: a line has a hash of the owner and the
 * address. What it says may be out of date or of another owner, for which nobody minds: a lease is
 * believed when its own file says the same.
 */
import type { Address, Owner } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"
import { isSome } from "fp-ts/lib/Option.js"
import { ownerFile } from "./paths.js"

const linesPerFile = 128

/** How many files the roster of so many leases has: a power of two. */
export const rosterSize = (leases: number): number => {
  let size = 1
  while (size * linesPerFile < leases) size *= 2
  return size
}

export const hashSeed = 0x811c9dc5
export const hashPrime = 0x01000193

/**
 * FNV-1a, 32 bits.
 *
 * The prime is 2^24 + 403, so this is `Math.imul` without `Math`, which the engine makes at its
 * first use: a command that does without saves 1 %.
 */
export const hashOf = (text: string): number => {
  let hash = hashSeed
  for (let index = 0; index < text.length; index++) {
    const mixed = hash ^ text.charCodeAt(index)
    hash = (mixed * 403 + (mixed << 24)) | 0
  }
  return hash >>> 0
}

/** @param container the hash of its id: its leases without an interface lie in the same file. */
export const rosterFile = (container: number, size: number): string =>
  (container & (size - 1)).toString(16)

/** @param owner the hash of the name of the owner's record. */
export const rosterLine = (owner: number, address: Address): string =>
  `${owner.toString(16)} ${formatAddress(address)}\n`

/** The addresses in the owner's lines of the text. */
export const findInRoster = (text: string, owner: Owner): readonly Address[] => {
  if (text === "") return []
  const beginning = `${hashOf(ownerFile(owner)).toString(16)} `
  const found: Address[] = []
  for (const line of text.split("\n")) {
    if (!line.startsWith(beginning)) continue
    const address = parseAddress(line.slice(beginning.length))
    if (isSome(address)) found.push(address.value)
  }
  return found
}

/**
 * Who held which address when the directory was last read as a whole: in text files of some
 * thirty lines, each for the containers whose names have the same hash.
 *
 * It is never changed, only made anew. What it says may be out of date, for which nobody minds:
 * a lease is believed when its own file says the same.
 */
import type { Address, Owner } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"

const linesPerFile = 32
const separator = "\t"

/** How many files the roster of so many leases has: a power of two. */
export const rosterSize = (leases: number): number => {
  let size = 1
  while (size * linesPerFile < leases) size *= 2
  return size
}

/** FNV-1a, 32 bits. By the container alone: its leases without an interface lie in the same file. */
export const hashOf = ({ containerId }: Owner): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < containerId.length; index++)
    hash = Math.imul(hash ^ containerId.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

export const rosterFileOf = (hash: number, size: number): string => (hash & (size - 1)).toString(16)

export const rosterFile = (owner: Owner, size: number): string => rosterFileOf(hashOf(owner), size)

/** What the owner's lines begin with. */
export const beginningOf = ({ containerId, ifname }: Owner): string =>
  `${containerId}${separator}${ifname}${separator}`

export const rosterLine = (owner: Owner, address: Address): string =>
  `${beginningOf(owner)}${formatAddress(address)}\n`

/** Whose line that is. */
export const ownerOfLine = (line: string): Owner => {
  const [containerId = "", ifname = ""] = line.split(separator)
  return { containerId, ifname }
}

/** The addresses of the owner in the text of its file. */
export const findInRoster = (text: string, owner: Owner): readonly Address[] => {
  const beginning = beginningOf(owner)
  return text.split("\n").flatMap((line) => {
    const address = line.startsWith(beginning)
      ? parseAddress(line.slice(beginning.length))
      : undefined
    return address?._tag === "Some" ? [address.value] : []
  })
}

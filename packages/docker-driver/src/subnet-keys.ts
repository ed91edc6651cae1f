/**
 * Under which names subnets are kept, chosen so that those that overlap one are found by their keys:
 * they begin where one of the blocks around it begins, or inside it.
 */
import type { Address, Cidr, DocumentKey, DocumentQuery } from "@cni-ipam/core"
import { bitsOf, formatAddress } from "@cni-ipam/core"
import { blockAround } from "./subnet.js"

export const subnetsFolder = "subnets"

const hexDigits = 32
const digitsInGroup = 4

const withColons = (digits: string): string => digits.replace(/(?<=^(?:.{4})+)(?!$)/g, ":")

/** IPv6 with all its zeros, so that addresses of one block begin alike: fd80:0000:0000:0001:… */
const nameOf = (address: Address): string =>
  address.family === 4
    ? formatAddress(address)
    : withColons(address.value.toString(16).padStart(hexDigits, "0"))

const keyOf = (name: string): DocumentKey => [subnetsFolder, name]

export const subnetKey = ({ network }: Cidr): DocumentKey => keyOf(nameOf(network))

/** Of the blocks around the subnet, the largest first; itself, the last. Many begin at one address. */
const around = ({ network, prefixLength }: Cidr): readonly string[] => [
  ...new Set(
    Array.from({ length: prefixLength + 1 }, (_, length) =>
      nameOf(blockAround(network, length).network),
    ),
  ),
]

/** Of how many bits a part of an address's text tells, and how many parts a beginning may have. */
const parts = { 4: { bits: 8, most: 3 }, 6: { bits: 4, most: hexDigits } } as const

const beginningOf = (address: Address, count: number): string => {
  const name = nameOf(address)
  return address.family === 6
    ? name.slice(0, count + Math.floor(count / digitsInGroup))
    : `${name.split(".").slice(0, count).join(".")}.`
}

/** How the names of all addresses inside begin: as few texts as that takes, 128 at most. */
const inside = ({ network, prefixLength }: Cidr): readonly string[] => {
  const { family, value } = network
  const { bits, most } = parts[family]
  const count = Math.min(Math.max(Math.ceil(prefixLength / bits), 1), most)
  const length = Math.max(count * bits, prefixLength)
  const shift = BigInt(bitsOf(family) - length)
  return Array.from({ length: 2 ** (length - prefixLength) }, (_, index) =>
    beginningOf({ family, value: value + (BigInt(index) << shift) }, count),
  )
}

/** Finds at least all subnets that overlap this one, however large they are. */
export const overlapQuery = (subnet: Cidr): DocumentQuery => ({
  keys: around(subnet).map(keyOf),
  beginnings: inside(subnet).map(keyOf),
})

/**
 * What the keys in a network's folder are meant for. Others may keep theirs beside the leases: of
 * those nothing is thought.
 */
import { parseAddress } from "@cni-ipam/core"
import type { Site } from "./kit.js"
import type { LeasePlace } from "./layout.js"

export type KeyMeaning =
  | { readonly _tag: "Lease"; readonly place: LeasePlace }
  /** Named like an address, but not as that is printed: nobody would look for its lease there. */
  | { readonly _tag: "Misspelt"; readonly leaseKey: string }
  | { readonly _tag: "Foreign" }

const foreign: KeyMeaning = { _tag: "Foreign" }

const misspelt = ({ layout, network }: Site, key: string): KeyMeaning => {
  const start = key.lastIndexOf("/") + 1
  const address = parseAddress(key.slice(start))
  if (address._tag === "None") return foreign
  // Where the folder is one of leases, it has a place for the address.
  const { rangeSet } = layout.leasePlace(network, `${key.slice(0, start)}0.0.0.0`) ?? {}
  return rangeSet === undefined
    ? foreign
    : {
        _tag: "Misspelt",
        leaseKey: layout.leaseKey(network, { rangeSet, address: address.value }),
      }
}

/** @example keyMeaning(site)("cni-ipam/lan/readme") // { _tag: "Foreign" } */
export const keyMeaning =
  (site: Site) =>
  (key: string): KeyMeaning => {
    const { layout, network } = site
    // Operators make folders by an empty key that ends with a slash.
    if (key.endsWith("/") || layout.isElse?.(network, key) === true) return foreign
    const place = layout.leasePlace(network, key)
    return place === undefined ? misspelt(site, key) : { _tag: "Lease", place }
  }

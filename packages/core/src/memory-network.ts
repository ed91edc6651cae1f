/** What a store in memory knows of one network. */
import type { Address } from "./address.js"
import type { AddressMap } from "./address-map.js"
import { addressMap } from "./address-map.js"
import type { BitPages } from "./bit-pages.js"
import { bitPages } from "./bit-pages.js"
import type { Lease } from "./lease.js"
import type { Owner } from "./owner.js"

export interface Holding {
  /** Never the same twice in the life of the process. */
  readonly revision: number
  readonly leases: readonly Lease[]
}

export interface Network {
  readonly pages: BitPages
  readonly leases: AddressMap<Lease>
  /** By interface, then by container: there are few interface names, and mostly no legacy ones. */
  readonly holdings: Map<string, Map<string, Holding>>
  readonly cursors: Map<string, Address>
}

export const newNetwork = (): Network => ({
  pages: bitPages(),
  leases: addressMap(),
  holdings: new Map(),
  cursors: new Map(),
})

export const containerOf = (owner: Owner): Owner => ({ containerId: owner.containerId, ifname: "" })

export const nothing: Holding = { revision: 0, leases: [] }

export const holdingOf = ({ holdings }: Network, { containerId, ifname }: Owner): Holding =>
  holdings.get(ifname)?.get(containerId) ?? nothing

let revisions = 0

/** Makes these the leases of the owner. */
export const keep = ({ holdings }: Network, owner: Owner, leases: readonly Lease[]): void => {
  const { containerId, ifname } = owner
  const byContainer = holdings.get(ifname) ?? new Map<string, Holding>()
  if (leases.length > 0) byContainer.set(containerId, { revision: ++revisions, leases })
  else byContainer.delete(containerId)
  if (byContainer.size > 0) holdings.set(ifname, byContainer)
  else holdings.delete(ifname)
}

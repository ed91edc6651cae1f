/** What a store ought to hold: a list of leases and a position for each range set. */
import type { Address, Owner, Pool, RangeSet } from "@cni-ipam/core"
import {
  compareAddresses,
  formatAddress,
  formatOwner,
  holds,
  sameAddress,
  sameOwner,
} from "@cni-ipam/core"
import { naiveOrder } from "./naive-order.js"

export interface ModelLease {
  readonly address: Address
  readonly owner: Owner
}

export interface ModelNetwork {
  readonly pool: Pool
  leases: readonly ModelLease[]
  readonly cursors: Map<string, Address>
  /** How often leases were made or ended for an owner. */
  readonly changes: Map<string, number>
  hasReleased: boolean
}

export interface Wanted {
  readonly rangeSet: string
  readonly address: Address
}

export const newModelNetwork = (pool: Pool): ModelNetwork => ({
  pool,
  leases: [],
  cursors: new Map(),
  changes: new Map(),
  hasReleased: false,
})

const countChange = ({ changes }: ModelNetwork, owner: Owner): void => {
  changes.set(formatOwner(owner), (changes.get(formatOwner(owner)) ?? 0) + 1)
}

const containerOf = (owner: Owner): Owner => ({ ...owner, ifname: "" })

/** How often anything changed that a view of the owner shows. */
export const changesOf = ({ changes }: ModelNetwork, owner: Owner): readonly number[] =>
  [owner, containerOf(owner)].map((one) => changes.get(formatOwner(one)) ?? 0)

/** By family and address. */
export const inOrder = (leases: readonly ModelLease[]): readonly ModelLease[] =>
  leases.toSorted((a, b) => compareAddresses(a.address, b.address))

export const textsOf = (leases: readonly ModelLease[]): readonly string[] =>
  inOrder(leases).map(({ address, owner }) => `${formatAddress(address)} ${formatOwner(owner)}`)

/** What the owner itself holds, without what its container holds. */
export const ownLeases = ({ leases }: ModelNetwork, owner: Owner): readonly ModelLease[] =>
  leases.filter((lease) => sameOwner(lease.owner, owner))

export const heldLeases = ({ leases }: ModelNetwork, owner: Owner): readonly ModelLease[] =>
  leases.filter((lease) => holds(lease.owner, owner))

export const isLeased = ({ leases }: ModelNetwork, address: Address): boolean =>
  leases.some((lease) => sameAddress(lease.address, address))

/** The set's addresses in search order, leased or not. */
export const orderOf = ({ cursors }: ModelNetwork, set: RangeSet): readonly Address[] =>
  naiveOrder(set, cursors.get(set.id))

export const freeOf = (network: ModelNetwork, set: RangeSet): readonly Address[] =>
  orderOf(network, set).filter((address) => !isLeased(network, address))

export const lease = (network: ModelNetwork, owner: Owner, wanted: readonly Wanted[]): void => {
  network.leases = [...network.leases, ...wanted.map(({ address }) => ({ address, owner }))]
  for (const { rangeSet, address } of wanted) network.cursors.set(rangeSet, address)
  countChange(network, owner)
}

/** Ends what a release by this owner has to end, and returns it. */
export const unlease = (
  network: ModelNetwork,
  owner: Owner,
  only?: readonly Address[],
): readonly ModelLease[] => {
  const own = ownLeases(network, owner)
  const holder = own.length > 0 ? owner : containerOf(owner)
  const ended = ownLeases(network, holder).filter(
    ({ address }) => only === undefined || only.some((one) => sameAddress(one, address)),
  )
  network.leases = network.leases.filter((one) => !ended.includes(one))
  if (ended.length > 0) {
    countChange(network, holder)
    network.hasReleased = true
  }
  return ended
}

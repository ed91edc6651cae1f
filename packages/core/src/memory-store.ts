/**
 * A store in the memory of this process: for programs that need no more, and for tests.
 *
 * Leases are lost with the process, and no other process sees them.
 */
import * as E from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import { sameAddress } from "./address.js"
import type { AddressMap } from "./address-map.js"
import { addressMap } from "./address-map.js"
import type { BitPages } from "./bit-pages.js"
import { bitPages, markFree, markUsed } from "./bit-pages.js"
import { firstFreeOf } from "./first-free.js"
import type { Lease } from "./lease.js"
import { memoryDocuments } from "./memory-documents.js"
import type { NetworkDefinition } from "./network-definition.js"
import type { Owner } from "./owner.js"
import { searchOrder } from "./search-order.js"
import type {
  AddressQuery,
  FreeQuery,
  LeasePage,
  LeasesQuery,
  ReleaseQuery,
  Reservation,
  ReserveOutcome,
  Store,
  View,
  ViewQuery,
} from "./store.js"
import type { StoreError } from "./store-error.js"

interface Holding {
  /** Never the same twice in the life of the store. */
  readonly revision: number
  readonly leases: readonly Lease[]
}

interface Network {
  readonly pages: BitPages
  readonly leases: AddressMap<Lease>
  /** By interface, then by container: there are few interface names, and mostly no legacy ones. */
  readonly holdings: Map<string, Map<string, Holding>>
  readonly cursors: Map<string, Address>
}

const newNetwork = (): Network => ({
  pages: bitPages(),
  leases: addressMap(),
  holdings: new Map(),
  cursors: new Map(),
})

const containerOf = (owner: Owner): Owner => ({ containerId: owner.containerId, ifname: "" })

const nothing: Holding = { revision: 0, leases: [] }

const holdingOf = ({ holdings }: Network, { containerId, ifname }: Owner): Holding =>
  holdings.get(ifname)?.get(containerId) ?? nothing

const pageSize = 1000

/**
 * Opens an empty store.
 *
 * @example
 * const store = memoryStore()
 */
export const memoryStore = (): Store => {
  const networks = new Map<string, Network>()
  const definitions = new Map<string, NetworkDefinition>()
  let revisions = 0

  /** One that is unknown becomes known by its first lease only. */
  const networkOf = (name: string): Network => networks.get(name) ?? newNetwork()

  const definitionOf = (name: string): Option<NetworkDefinition> =>
    fromNullable(definitions.get(name))

  const keep = ({ holdings }: Network, owner: Owner, leases: readonly Lease[]): void => {
    const { containerId, ifname } = owner
    const byContainer = holdings.get(ifname) ?? new Map<string, Holding>()
    if (leases.length > 0) byContainer.set(containerId, { revision: ++revisions, leases })
    else byContainer.delete(containerId)
    if (byContainer.size > 0) holdings.set(ifname, byContainer)
    else holdings.delete(ifname)
  }

  const view = (query: ViewQuery): View => {
    const network = networkOf(query.network)
    const own = holdingOf(network, query.owner)
    const legacy =
      query.owner.ifname === "" ? nothing : holdingOf(network, containerOf(query.owner))
    const definition = query.wantsDefinition === true ? definitionOf(query.network) : none
    const rangeSets =
      query.setsOf !== undefined && definition._tag === "Some"
        ? query.setsOf(definition.value)
        : query.rangeSets
    return {
      revision: `${own.revision}`,
      held: legacy.leases.length === 0 ? own.leases : [...own.leases, ...legacy.leases],
      rangeSets,
      candidates: rangeSets.map((rangeSet): Option<Address> => {
        const order = searchOrder(rangeSet, network.cursors.get(rangeSet.id))
        return fromNullable(firstFreeOf(network.pages, order, 1)[0])
      }),
      definition,
    }
  }

  const free = ({ network: name, rangeSet, limit }: FreeQuery): readonly Address[] => {
    const network = networkOf(name)
    return firstFreeOf(
      network.pages,
      searchOrder(rangeSet, network.cursors.get(rangeSet.id)),
      limit,
    )
  }

  const reserve = (reservation: Reservation): ReserveOutcome => {
    const { owner, wanted } = reservation
    const network = networkOf(reservation.network)
    const own = holdingOf(network, owner)
    const ownerChanged = `${own.revision}` !== reservation.revision
    const taken = wanted.flatMap(({ address }) => {
      const lease = network.leases.get(address)
      return lease === undefined ? [] : [{ address, holder: some(lease.owner) }]
    })
    if (ownerChanged || taken.length > 0) return { _tag: "Conflict", taken, ownerChanged }
    // V8 takes 30 times as long to make an object whose literal begins with a spread.
    const { node, ...details } = reservation.details
    const leases = wanted.map(
      ({ rangeSet, address }): Lease => ({
        node,
        ...details,
        network: reservation.network,
        rangeSet,
        address,
        owner,
      }),
    )
    for (const lease of leases) {
      network.leases.set(lease.address, lease)
      network.cursors.set(lease.rangeSet, lease.address)
      markUsed(network.pages, lease.address)
    }
    keep(network, owner, [...own.leases, ...leases])
    if (reservation.definition !== undefined && !definitions.has(reservation.network))
      definitions.set(reservation.network, reservation.definition)
    networks.set(reservation.network, network)
    return { _tag: "Reserved", leases }
  }

  const release = ({ network: name, owner, addresses }: ReleaseQuery): readonly Lease[] => {
    const network = networkOf(name)
    const own = holdingOf(network, owner).leases
    const holder = own.length > 0 ? owner : containerOf(owner)
    const held = own.length > 0 ? own : holdingOf(network, holder).leases
    const isEnded = ({ address }: Lease): boolean =>
      addresses === undefined || addresses.some((other) => sameAddress(address, other))
    const ended = held.filter(isEnded)
    for (const { address } of ended) {
      network.leases.delete(address)
      markFree(network.pages, address)
    }
    if (ended.length > 0)
      keep(
        network,
        holder,
        held.filter((lease) => !isEnded(lease)),
      )
    return ended
  }

  const releaseAddress = ({ network, address, only = () => true }: AddressQuery): Option<Lease> => {
    const lease = networkOf(network).leases.get(address)
    if (lease === undefined || !only(lease)) return none
    return fromNullable(release({ network, owner: lease.owner, addresses: [address] })[0])
  }

  const leases = ({ network: name, after, limit = pageSize }: LeasesQuery): LeasePage => {
    const page: Lease[] = []
    for (const lease of networkOf(name).leases.values(after)) {
      const last = page[limit - 1]
      if (last !== undefined) return { leases: page, problems: [], next: some(last.address) }
      page.push(lease)
    }
    return { leases: page, problems: [], next: none }
  }

  const forget = (name: string): boolean => {
    if (networkOf(name).holdings.size > 0) return false
    networks.delete(name)
    return true
  }

  const lazily =
    <Query, Answer>(answer: (query: Query) => Answer) =>
    (query: Query): TaskEither<StoreError, Answer> =>
    () =>
      Promise.resolve(E.right(answer(query)))

  return {
    isShared: false,
    view: lazily(view),
    free: lazily(free),
    reserve: lazily(reserve),
    release: lazily(release),
    releaseAddress: lazily(releaseAddress),
    leases: lazily(leases),
    definition: lazily(definitionOf),
    networks: () => Promise.resolve(E.right([...networks.keys()].sort())),
    repair: () => TE.right([]),
    forget: lazily(forget),
    documents: memoryDocuments(),
    status: () => TE.right(undefined),
    close: TE.right(undefined),
  }
}

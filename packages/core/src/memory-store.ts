/**
 * A store in the memory of this process: for programs that need no more, and for tests.
 *
 * Leases are lost with the process, and no other process sees them.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, isNone, none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import { sameAddress } from "./address.js"
import { markFree, markUsed } from "./bit-pages.js"
import { firstFreeOf, nextFree } from "./first-free.js"
import type { Lease } from "./lease.js"
import { memoryDocuments } from "./memory-documents.js"
import type { Network } from "./memory-network.js"
import { containerOf, holdingOf, keep, newNetwork, nothing } from "./memory-network.js"
import type { NetworkDefinition } from "./network-definition.js"
import { searchOrder } from "./search-order.js"
import type {
  AddressQuery,
  Decided,
  Decision,
  FreeQuery,
  HandOver,
  LeasePage,
  LeasesQuery,
  ReleaseQuery,
  Reservation,
  ReserveOutcome,
  Store,
  TakenAddress,
  View,
  ViewAndReserve,
  ViewQuery,
} from "./store.js"
import type { StoreError } from "./store-error.js"

const pageSize = 1000

const lazily =
  <Query, Answer>(answer: (query: Query) => Answer) =>
  (query: Query): TaskEither<StoreError, Answer> =>
  () =>
    Promise.resolve(right(answer(query)))

/** Of two range sets that share addresses both may have been offered the same one. */
const isNamedBefore = (wanted: Reservation["wanted"], index: number): boolean => {
  const one = wanted[index]
  for (let before = 0; before < index; before++) {
    const other = wanted[before]
    if (one && other && sameAddress(one.address, other.address)) return true
  }
  return false
}

/**
 * Opens an empty store.
 *
 * @example
 * const store = memoryStore()
 */
export const memoryStore = (): Store => {
  const networks = new Map<string, Network>()
  const definitions = new Map<string, NetworkDefinition>()

  /** One that is unknown becomes known by its first lease only. */
  const networkOf = (name: string): Network => networks.get(name) ?? newNetwork()

  const definitionOf = (name: string): Option<NetworkDefinition> =>
    fromNullable(definitions.get(name))

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
        return fromNullable(nextFree(network.pages, order))
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
    const taken: TakenAddress[] = []
    let index = 0
    for (const { address } of wanted) {
      const lease = network.leases.get(address)
      if (lease !== undefined) taken.push({ address, holder: some(lease.owner) })
      else if (index > 0 && isNamedBefore(wanted, index)) taken.push({ address, holder: none })
      index++
    }
    if (ownerChanged || taken.length > 0) return { _tag: "Conflict", taken, ownerChanged }
    // V8 takes 30 times as long to make an object whose literal begins with a spread.
    const { node, ...details } = reservation.details
    const leases: Lease[] = []
    for (const { rangeSet, address } of wanted) {
      const lease = {
        node,
        ...details,
        network: reservation.network,
        rangeSet,
        address,
        owner,
      }
      leases.push(lease)
      network.leases.set(address, lease)
      network.cursors.set(rangeSet, address)
      markUsed(network.pages, address)
    }
    keep(network, owner, own.leases.length === 0 ? leases : [...own.leases, ...leases])
    if (reservation.definition !== undefined && !definitions.has(reservation.network))
      definitions.set(reservation.network, reservation.definition)
    networks.set(reservation.network, network)
    return { _tag: "Reserved", leases }
  }

  const documents = memoryDocuments()

  const reserveIfThere = (reservation: Reservation): TaskEither<StoreError, ReserveOutcome> => {
    const { requires } = reservation
    return requires === undefined
      ? lazily(reserve)(reservation)
      : pipe(
          documents.read(requires),
          TE.map((found) =>
            isNone(found)
              ? { _tag: "Conflict", taken: [], ownerChanged: false, missing: requires }
              : reserve(reservation),
          ),
        )
  }

  const own = { view: lazily(view), reserve: reserveIfThere }

  const viewAndReserve: ViewAndReserve = {
    of: own,
    run:
      <E, D extends Decision>(query: ViewQuery, decide: (seen: View) => Either<E, D>) =>
      async (): Promise<Either<StoreError, Either<E, Decided<D>>>> => {
        const decided = decide(view(query))
        if (isLeft(decided)) return right(decided)
        const decision = decided.right
        const { reservation } = decision
        const reserved =
          reservation.requires === undefined
            ? right(reserve(reservation))
            : await reserveIfThere(reservation)()
        return isLeft(reserved) ? reserved : right(right({ decision, outcome: reserved.right }))
      },
  }

  const release = ({ network: name, owner, addresses }: ReleaseQuery): readonly Lease[] => {
    const network = networkOf(name)
    const own = holdingOf(network, owner).leases
    const holder = own.length > 0 ? owner : containerOf(owner)
    const held = own.length > 0 ? own : holdingOf(network, holder).leases
    const ended =
      addresses === undefined
        ? held
        : held.filter(({ address }) => addresses.some((other) => sameAddress(address, other)))
    if (ended.length === 0) return ended
    for (const { address } of ended) {
      network.leases.delete(address)
      markFree(network.pages, address)
    }
    const rest = ended.length === held.length ? [] : held.filter((one) => !ended.includes(one))
    keep(network, holder, rest)
    return ended
  }

  const releaseAddress = ({ network, address, only = () => true }: AddressQuery): Option<Lease> => {
    const lease = networkOf(network).leases.get(address)
    if (lease === undefined || !only(lease)) return none
    return fromNullable(release({ network, owner: lease.owner, addresses: [address] })[0])
  }

  const handOver = ({ network: name, address, only, ...given }: HandOver): Option<Lease> => {
    const old = networkOf(name).leases.get(address)
    if (old === undefined || !only(old)) return none
    const network = networkOf(name)
    const lease: Lease = { ...old, ...given }
    const others = holdingOf(network, old.owner).leases.filter((one) => one !== old)
    keep(network, old.owner, others)
    network.leases.set(address, lease)
    keep(network, lease.owner, [...holdingOf(network, lease.owner).leases, lease])
    return some(lease)
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

  return {
    isShared: false,
    ...own,
    viewAndReserve,
    free: lazily(free),
    release: lazily(release),
    releaseAddress: lazily(releaseAddress),
    handOver: lazily(handOver),
    leases: lazily(leases),
    definition: lazily(definitionOf),
    networks: () => Promise.resolve(right([...networks.keys()].sort())),
    repair: () => TE.right([]),
    forget: lazily(forget),
    documents,
    status: () => TE.right(undefined),
    close: TE.right(undefined),
  }
}

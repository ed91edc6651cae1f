/**
 * Where leases are kept. The allocator decides; a store remembers, atomically.
 *
 * The interface is at the level of leases, not of locks: one call reads all that a decision
 * needs, one call makes it true or says what stood against it. Uniqueness rests on `reserve`
 * alone; whatever `view` and `free` say may be out of date when `reserve` is called, and costs
 * at worst another turn.
 *
 * Every function may be called again after a failure, and by any number of processes at once.
 * A store that passes the conformance kit `@cni-ipam/store-testkit` can be used by every
 * program of this project.
 */
import type { Either } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import type { DocumentKey, Documents } from "./documents.js"
import type { Lease, LeaseDetails } from "./lease.js"
import type { NetworkDefinition } from "./network-definition.js"
import type { Owner } from "./owner.js"
import type { RangeSet } from "./range-set.js"
import type { StoreError } from "./store-error.js"

/** Of whom and of what a view is wanted. */
export interface ViewQuery {
  readonly network: string
  readonly owner: Owner
  /** The sets from which an address will be wanted. */
  readonly rangeSets: readonly RangeSet[]
  /** Whether the definition is wanted too, where the store keeps one. Default: false. */
  readonly wantsDefinition?: boolean
  /**
   * The sets of a definition: those from which an address will be wanted if the store keeps one.
   * Default: `rangeSets`, whatever the definition.
   */
  readonly setsOf?: (definition: NetworkDefinition) => readonly RangeSet[]
  /**
   * Whether leases of programs that keep no list of what an owner holds may be left out, where they
   * would have to be looked for. Default: false.
   */
  readonly ignoresUnlisted?: boolean
}

/** What one allocation needs to know, read in one go. */
export interface View {
  /** Opaque state of the owner's leases; `reserve` refuses when it has changed. */
  readonly revision: string
  /** What the owner holds in the network, legacy leases of its container included. */
  readonly held: readonly Lease[]
  /**
   * For each range set of the query, the first address in search order that the store believes
   * to be free; `none` only if it knows that there is none. A store for which looking is dear
   * answers the first address of the order unseen.
   */
  readonly candidates: readonly Option<Address>[]
  /** Of which sets these are, if `setsOf` has told of others than the query. */
  readonly rangeSets?: readonly RangeSet[]
  /** What the network is in this store, if that was asked for and anybody has defined it. */
  readonly definition: Option<NetworkDefinition>
}

/** Free addresses of which range set are wanted, and how many. */
export interface FreeQuery {
  readonly network: string
  readonly rangeSet: RangeSet
  /** How many addresses are wanted at most. */
  readonly limit: number
}

/** Leases to be made for one owner, all of them or none. */
export interface Reservation {
  readonly network: string
  readonly owner: Owner
  /** `revision` of the view on which the choice was made. */
  readonly revision: string
  readonly wanted: readonly { readonly rangeSet: string; readonly address: Address }[]
  /** Where it names no node, a store that is shared may record the one that it was opened for. */
  readonly details: LeaseDetails
  /** To be kept with the leases where the view saw no definition, in a store that keeps them. */
  readonly definition?: NetworkDefinition
  /** A document that must be there, in whatever version. Default: none. */
  readonly requires?: DocumentKey
}

/** A wanted address that is in use, and by whom, where the store knows it. */
export interface TakenAddress {
  readonly address: Address
  readonly holder: Option<Owner>
}

/** What became of a reservation. */
export type ReserveOutcome =
  /** In the order in which the addresses were wanted. */
  | { readonly _tag: "Reserved"; readonly leases: readonly Lease[] }
  /** Somebody was faster. Nothing was reserved. */
  | {
      readonly _tag: "Conflict"
      readonly taken: readonly TakenAddress[]
      /** The owner's leases, or the network's definition, are not those of the view any more. */
      readonly ownerChanged: boolean
      /** The document that the reservation requires, if it is not there. */
      readonly missing?: DocumentKey
    }

/** What was decided of a view: the reservation, and whatever else the decider wants to remember. */
export interface Decision {
  readonly reservation: Reservation
}

export interface Decided<D extends Decision> {
  readonly decision: D
  readonly outcome: ReserveOutcome
}

/** Which leases of an owner are to end. */
export interface ReleaseQuery {
  readonly network: string
  readonly owner: Owner
  /** Only these of the owner's addresses. Default: all of them. */
  readonly addresses?: readonly Address[]
}

/** Which address is to be given back. */
export interface AddressQuery {
  readonly network: string
  readonly address: Address
  /** Whether a lease is to end. Default: whoever holds it. */
  readonly only?: (lease: Lease) => boolean
  /**
   * Whether nobody who holds an address of the network holds another one: then a server need not
   * be asked what else the holder has. Default: false.
   */
  readonly isAlone?: boolean
}

/** Which lease gets another owner, and which one. */
export interface HandOver {
  readonly network: string
  readonly address: Address
  /** Whether a lease is to be handed over. */
  readonly only: (lease: Lease) => boolean
  /** Who gets it, and holds nothing in the network yet. */
  readonly owner: Owner
  /** Of which range set it is a lease from now on. */
  readonly rangeSet: string
  /** When it was made anew, as in `LeaseDetails`. */
  readonly allocatedAt: number
}

/** From where on leases are wanted, and how many. */
export interface LeasesQuery {
  readonly network: string
  /** Go on behind this address, the last one of the page before. */
  readonly after?: Address
  /** At most so many. Default: as many as the store likes to give at once. */
  readonly limit?: number
}

/** Some leases of a network, and where to go on. */
export interface LeasePage {
  /** By family, then by address. */
  readonly leases: readonly Lease[]
  /** Leases that could not be read, one sentence each. Their addresses stay in use. */
  readonly problems: readonly string[]
  /** To be passed as `after`; `none` on the last page. */
  readonly next: Option<Address>
}

/** `view` and `reserve` in one. */
export interface ViewAndReserve {
  /**
   * The functions of the store that this stands for. It is not used where a store has others, for
   * example because somebody has put something of their own around one of them.
   */
  readonly of: Pick<Store, "view" | "reserve">
  /**
   * Shows the view to `decide`, and reserves what that decides. Who refuses reserves nothing.
   *
   * @param decide is called again if the store finds that its view was out of date.
   */
  readonly run: <E, D extends Decision>(
    query: ViewQuery,
    decide: (view: View) => Either<E, D>,
  ) => TaskEither<StoreError, Either<E, Decided<D>>>
}

/**
 * Where leases are kept. Programs hand one to `allocate`, `release`, `leases` and `collectGarbage`;
 * who writes one has it tested by `@cni-ipam/store-testkit`.
 *
 * Whatever it is asked is a task, which does nothing before it is run and never rejects: what goes
 * wrong is a `StoreError` on the left.
 *
 * @example
 * const store: Store = memoryStore()
 * const leased = await allocate(store)({ pool, owner })()
 */
export interface Store {
  /**
   * Whether other machines keep their leases in it too. If not, GC need not ask which node made
   * a lease: nobody else can have made it.
   */
  readonly isShared: boolean
  /**
   * What a view would show to an owner that holds nothing, where the store can tell without asking
   * anybody. `reserve` refuses it if the owner holds something after all.
   */
  readonly guess?: (query: ViewQuery) => Option<View>
  /** Two round trips make an allocation: this one, and `reserve`. */
  readonly view: (query: ViewQuery) => TaskEither<StoreError, View>
  /**
   * The first free addresses of the set in search order, as they truly are at some moment of
   * the call. Its cost does not grow with the number of leases on a store that can help it;
   * on others it is one listing. An empty answer means that the set is exhausted.
   */
  readonly free: (query: FreeQuery) => TaskEither<StoreError, readonly Address[]>
  /**
   * Makes all the leases and moves the sets' cursors behind them, or changes nothing.
   *
   * The only source of truth for uniqueness: of any number of reservations of one address
   * exactly one succeeds until it is released.
   */
  readonly reserve: (reservation: Reservation) => TaskEither<StoreError, ReserveOutcome>
  /** Where a store can do both with nobody in between, for less than a conflict costs. */
  readonly viewAndReserve?: ViewAndReserve
  /**
   * Ends the owner's leases, and returns them. Where the attachment holds none, the leases of
   * its container that name no interface are ended. Holding nothing is no error.
   */
  readonly release: (query: ReleaseQuery) => TaskEither<StoreError, readonly Lease[]>
  /**
   * Ends the lease of the address, whoever holds it, and returns it: for programs that are told
   * addresses and not their holders. An address that nobody holds is no error.
   */
  readonly releaseAddress: (query: AddressQuery) => TaskEither<StoreError, Option<Lease>>
  /**
   * Makes the lease of the address another owner's, and returns it as it is then: nobody gets the
   * address in between, and whoever is about to end the old one ends nothing. An address that nobody
   * holds any more is no error.
   */
  readonly handOver: (query: HandOver) => TaskEither<StoreError, Option<Lease>>
  /** Leases of a network, a page at a time. Leases made meanwhile may be missing. */
  readonly leases: (query: LeasesQuery) => TaskEither<StoreError, LeasePage>
  /** What the network is in this store, if anybody has defined it. */
  readonly definition: (network: string) => TaskEither<StoreError, Option<NetworkDefinition>>
  /** The names of all networks that have, or had, a lease and are not forgotten; in order. */
  readonly networks: TaskEither<StoreError, readonly string[]>
  /**
   * Brings in order what crashes and strangers left in the network: frees what nobody can own
   * and rebuilds what is derived. Returns one sentence for each thing it mended.
   */
  readonly repair: (network: string) => TaskEither<StoreError, readonly string[]>
  /**
   * Takes away what is left of a network that has no leases: where its search goes on, indexes,
   * folders. It is then as if it had never had any, but for its definition, which stays: somebody has
   * decided on it. Others may use the network meanwhile, and lose nothing.
   *
   * @returns whether nothing is left. A network that has a lease, or one that cannot be read, or gets
   *   one meanwhile, is not forgotten.
   */
  readonly forget: (network: string) => TaskEither<StoreError, boolean>
  /**
   * Takes away what calls with lost answers have left anywhere in the store, when it is so old that it
   * cannot matter any more. Only where a store leaves such things; `repair` does it too.
   */
  readonly tidy?: TaskEither<StoreError, void>
  readonly documents: Documents
  /** Succeeds if leases of the network could be read and written now. Changes nothing. */
  readonly status: (network: string) => TaskEither<StoreError, void>
  /** Ends connections. The store must not be used afterwards. */
  readonly close: TaskEither<StoreError, void>
}

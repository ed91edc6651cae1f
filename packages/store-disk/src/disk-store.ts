/**
 * A store in host-local's files, which the Go plugin can use at the same time.
 *
 * A command does the same work however many leases there are: an index beside host-local's
 * directory tells which addresses are in use and what an owner holds. docs/invariants.md says
 * what holds at every moment, and which test guards it.
 */
import type {
  Decided,
  Decision,
  Owner,
  Reservation,
  ReserveOutcome,
  Store,
  StoreContext,
  StoreError,
  View,
  ViewAndReserve,
  ViewQuery,
} from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { bimap, left, map, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { diskDocuments } from "./disk-documents.js"
import { forget } from "./forget.js"
import { handOver } from "./hand-over.js"
import { canBeWritten } from "./lease-file.js"
import { listLeases } from "./list-leases.js"
import { listNetworks } from "./list-networks.js"
import { isPlainName, networkPaths } from "./paths.js"
import { probe } from "./probe.js"
import { release } from "./release.js"
import { releaseAddress } from "./release-address.js"
import { ifRequiredIsThere } from "./required.js"
import { reserve } from "./reserve.js"
import type { Session } from "./session.js"
import { firstOf, firstView, free, view } from "./view.js"
import type { Workplace, WorkplaceOptions } from "./workplace.js"
import { workplace } from "./workplace.js"

export type DiskStoreOptions = WorkplaceOptions

const badOwner = ({ containerId, ifname }: Owner): StoreError | undefined =>
  canBeWritten({ containerId, ifname })
    ? undefined
    : { _tag: "BadName", what: "holder of a lease", name: `${containerId} ${ifname}`.trim() }

const badQuery = ({ owner, rangeSets }: ViewQuery): StoreError | undefined =>
  badOwner(owner) ?? badRangeSet(rangeSets.map(({ id }) => id))

const badRangeSet = (ids: readonly string[]): StoreError | undefined => {
  const name = ids.find((id) => !isPlainName(id))
  return name === undefined ? undefined : { _tag: "BadName", what: "range set", name }
}

const unless = <A>(
  error: StoreError | undefined,
  work: TaskEither<StoreError, A>,
): TaskEither<StoreError, A> => (error === undefined ? work : TE.left(error))

const reserveRequiring =
  (options: DiskStoreOptions, reservation: Reservation) =>
  (session: Session): Either<StoreError, ReserveOutcome> =>
    ifRequiredIsThere(options, reservation, () => reserve(reservation)(session))

const reserveDecided =
  <E, D extends Decision>(options: DiskStoreOptions) =>
  (decision: D) =>
  (session: Session): Either<StoreError, Either<E, Decided<D>>> =>
    pipe(
      reserveRequiring(options, decision.reservation)(session),
      map((outcome) => right({ decision, outcome })),
    )

const viewAndReserve =
  (options: DiskStoreOptions, place: Workplace): ViewAndReserve["run"] =>
  <E, D extends Decision>(query: ViewQuery, decide: (seen: View) => Either<E, D>) =>
    unless(
      badQuery(query),
      place.lookAndWork(
        query.network,
        () => firstView(query),
        view(query),
        (seen) => pipe(decide(seen), bimap(left, reserveDecided<E, D>(options))),
      ),
    )

/**
 * Opens the store. Nothing is read or written before the first use.
 *
 * @example
 * const store = diskStore(
 *   { fs: nodeFileSystem(), dataDir: "/var/lib/cni/networks", lockTimeout: 10_000 },
 *   { node: "n1", warn: console.warn },
 * )
 */
export const diskStore = (options: DiskStoreOptions, context: StoreContext): Store => {
  const place = workplace(options, context)
  const own: Pick<Store, "view" | "reserve"> = {
    view: (query) =>
      unless(
        badQuery(query),
        place.look(query.network, () => firstView(query), view(query)),
      ),
    reserve: (reservation) =>
      unless(
        badOwner(reservation.owner) ??
          badRangeSet(reservation.wanted.map(({ rangeSet }) => rangeSet)),
        place.work(reservation.network, reserveRequiring(options, reservation)),
      ),
  }
  return {
    ...own,
    viewAndReserve: { of: own, run: viewAndReserve(options, place) },
    isShared: false,
    free: (query) =>
      unless(
        badRangeSet([query.rangeSet.id]),
        place.look(query.network, () => firstOf(query.rangeSet, query.limit), free(query)),
      ),
    release: (query) => place.workIfPresent(query.network, [], release(query)),
    releaseAddress: (query) =>
      place.workIfPresent(query.network, none, releaseAddress(query, context.node)),
    handOver: (query) =>
      unless(
        badOwner(query.owner) ?? badRangeSet([query.rangeSet]),
        place.workIfPresent(query.network, none, handOver(query, context.node)),
      ),
    leases: (query) =>
      place.workIfPresent(
        query.network,
        { leases: [], problems: [], next: none },
        listLeases(query, context.node),
      ),
    definition: () => TE.right(none),
    networks: listNetworks(options.fs, options.dataDir),
    repair: place.rescan,
    forget: (network) => place.scanAndWork(network, true, forget),
    documents: diskDocuments(options),
    status: (network) =>
      pipe(
        TE.fromEither(networkPaths(options.dataDir, network)),
        TE.flatMapEither((paths) => probe(options.fs, paths)),
      ),
    close: TE.right(undefined),
  }
}

/**
 * A store in host-local's files, which the Go plugin can use at the same time.
 *
 * A command does the same work however many leases there are: an index beside host-local's
 * directory tells which addresses are in use and what an owner holds. docs/invariants.md says
 * what holds at every moment, and which test guards it.
 */
import type { Store, StoreContext, StoreError } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { badNameInQuery, badNameInReservation, badNameInSet } from "./bad-name.js"
import { diskDocuments } from "./disk-documents.js"
import { forget } from "./forget.js"
import { handOver } from "./hand-over.js"
import { listLeases } from "./list-leases.js"
import { listNetworks } from "./list-networks.js"
import { networkPaths } from "./paths.js"
import { probe } from "./probe.js"
import { release } from "./release.js"
import { releaseAddress } from "./release-address.js"
import { reserve } from "./reserve.js"
import type { Session } from "./session.js"
import { firstOf, firstView, free, view } from "./view.js"
import { foresee, viewAndReserve } from "./view-and-reserve.js"
import type { Workplace, WorkplaceOptions } from "./workplace.js"
import { inNetwork } from "./workplace.js"

export type DiskStoreOptions = WorkplaceOptions

const unless = <A>(
  problem: StoreError | undefined,
  work: TaskEither<StoreError, A>,
): TaskEither<StoreError, A> => (problem === undefined ? work : TE.left(problem))

/**
 * Opens the store. Nothing is read or written before the first use.
 *
 * @example
 * const store = diskStore(
 *   { fs: nodeFileSystem(), dataDir: "/var/lib/cni/networks", lockTimeout: 10_000 },
 *   { node: "n1", warn: console.warn },
 * )
 */
export const diskStore = (
  { fs, dataDir, lockTimeout }: DiskStoreOptions,
  { node, warn }: StoreContext,
): Store => {
  const memory: Workplace["memory"] = { networks: new Map() }
  const place: Workplace = { fs, dataDir, lockTimeout, node, warn, memory }
  const own: Pick<Store, "view" | "reserve"> = {
    view: (query) =>
      unless(badNameInQuery(query), () =>
        inNetwork(place, query, () => some(firstView(query)), view),
      ),
    reserve: (reservation) =>
      unless(badNameInReservation(reservation), () =>
        inNetwork(place, reservation, () => none, reserve),
      ),
  }
  return {
    ...own,
    viewAndReserve: {
      of: own,
      run: (query, decide) =>
        unless(badNameInQuery(query), () =>
          inNetwork(place, { ...query, decide }, foresee, viewAndReserve),
        ),
    },
    isShared: false,
    free: (query) =>
      unless(badNameInSet(query.rangeSet.id), () =>
        inNetwork(place, query, () => some(firstOf(query.rangeSet, query.limit)), free),
      ),
    release: (query) => () => inNetwork(place, query, () => some([]), release),
    releaseAddress: (query) => () => inNetwork(place, query, () => some(none), releaseAddress),
    handOver: (query) =>
      unless(badNameInReservation({ ...query, wanted: [query] }), () =>
        inNetwork(place, query, () => some(none), handOver),
      ),
    leases: (query) => () =>
      inNetwork(place, query, () => some({ leases: [], problems: [], next: none }), listLeases),
    definition: () => TE.right(none),
    networks: async () => listNetworks(fs, dataDir),
    repair: (network) => () => {
      // The answer tells what was mended.
      const silent = { ...place, warn: () => undefined }
      const tell = ({ repairs }: Session) => right(repairs)
      return inNetwork(silent, { network }, () => some([]), tell, true)
    },
    forget: (network) => () => inNetwork(place, { network }, () => some(true), forget, true),
    documents: diskDocuments(place),
    status: (network) =>
      pipe(
        TE.fromEither(networkPaths(dataDir, network)),
        TE.flatMapEither((paths) => probe(fs, paths)),
      ),
    close: TE.right(undefined),
  }
}

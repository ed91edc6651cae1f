/**
 * A store in host-local's files, which the Go plugin can use at the same time.
 *
 * A command does the same work however many leases there are: an index beside host-local's
 * directory tells which addresses are in use and what an owner holds. docs/invariants.md says
 * what holds at every moment, and which test guards it.
 */
import type { Documents, Store, StoreContext } from "@cni-ipam/core"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none, some } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import {
  badNameInFreeQuery,
  badNameInHandOver,
  badNameInQuery,
  badNameInReservation,
} from "./bad-name.js"
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
import { firstOf, firstView, free, view } from "./view.js"
import { foresee, viewAndReserve } from "./view-and-reserve.js"
import type { Workplace, WorkplaceOptions } from "./workplace.js"
import { inNetwork } from "./workplace.js"

export type DiskStoreOptions = WorkplaceOptions

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
  let documents: Documents | undefined
  const own: Pick<Store, "view" | "reserve"> = {
    view: (query) => () =>
      inNetwork(place, query, {
        problemIn: badNameInQuery,
        ifAbsent: () => some(firstView(query)),
        run: view,
      }),
    reserve: (reservation) => () =>
      inNetwork(place, reservation, {
        problemIn: badNameInReservation,
        ifAbsent: () => none,
        run: reserve,
      }),
  }
  return {
    ...own,
    viewAndReserve: {
      of: own,
      run: (query, decide) => () =>
        inNetwork(
          place,
          { ...query, decide },
          { problemIn: badNameInQuery, ifAbsent: foresee, run: viewAndReserve },
        ),
    },
    isShared: false,
    free: (query) => () =>
      inNetwork(place, query, {
        problemIn: badNameInFreeQuery,
        ifAbsent: ({ rangeSet, limit }) => some(firstOf(rangeSet, limit)),
        run: free,
      }),
    release: (query) => () => inNetwork(place, query, { ifAbsent: () => some([]), run: release }),
    releaseAddress: (query) => () =>
      inNetwork(place, query, { ifAbsent: () => some(none), run: releaseAddress }),
    handOver: (query) => () =>
      inNetwork(place, query, {
        problemIn: badNameInHandOver,
        ifAbsent: () => some(none),
        run: handOver,
      }),
    leases: (query) => () =>
      inNetwork(place, query, {
        ifAbsent: () => some({ leases: [], problems: [], next: none }),
        run: listLeases,
      }),
    definition: () => TE.right(none),
    networks: async () => listNetworks(fs, dataDir),
    repair: (network) => () => {
      // The answer tells what was mended.
      const silent = { ...place, warn: () => undefined }
      return inNetwork(
        silent,
        { network },
        { ifAbsent: () => some([]), mustScan: true, run: ({ repairs }) => right(repairs) },
      )
    },
    forget: (network) => () =>
      inNetwork(
        place,
        { network },
        {
          ifAbsent: () => some(true),
          mustScan: true,
          leaves: (outcome) => isLeft(outcome) || outcome.right,
          run: forget,
        },
      ),
    // Made when asked for: in the executable they are loaded only then (build/doors.ts there).
    get documents() {
      documents ??= diskDocuments(place)
      return documents
    },
    status: (network) =>
      pipe(
        TE.fromEither(networkPaths(dataDir, network)),
        TE.flatMapEither((paths) => probe(fs, paths)),
      ),
    close: TE.right(undefined),
  }
}

/**
 * The leases of a pool that is going, or has gone with somebody who could not clear up.
 *
 * They are listed before the change that decides over the pool, and ended after it: whoever leases an
 * address of the next pool of that name does so later, and holds it under a name of its own.
 */
import type { Lease, Store, StoreError } from "@cni-ipam/core"
import { leases } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { PoolName } from "./pool-name.js"

export const leasesIn = (
  store: Store,
  { network, family }: PoolName,
): TaskEither<StoreError, readonly Lease[]> =>
  pipe(
    leases(store)(network),
    TE.map((found) => found.leases.filter(({ address }) => address.family === family)),
  )

const harmlessly = (work: TaskEither<StoreError, unknown>): TaskEither<never, void> =>
  pipe(
    work,
    TE.matchE(
      () => TE.right(undefined),
      () => TE.right(undefined),
    ),
  )

export const endLeases =
  (store: Store) =>
  (all: readonly Lease[]): TaskEither<never, void> =>
    harmlessly(
      pipe(
        all,
        TE.traverseSeqArray(({ network, owner, address }) =>
          store.release({ network, owner, addresses: [address] }),
        ),
      ),
    )

/**
 * Ends the leases, and takes away what the network leaves in the store if it has no others.
 *
 * Failing is no reason to say that the pool is not gone: whoever makes it anew tries again, and so does the cleanup.
 */
export const clearUp =
  (store: Store, { network }: PoolName) =>
  (leftover: readonly Lease[]): TaskEither<never, void> =>
    pipe(
      endLeases(store)(leftover),
      TE.flatMap(() => harmlessly(store.forget(network))),
    )

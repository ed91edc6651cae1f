/** Deletes what this node has in the store and its Docker does not know. */
import { explainStoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { poolId } from "../pool-name.js"
import { dockerNetworks } from "./docker-networks.js"
import type { KeptLease } from "./end-lease.js"
import { endLease } from "./end-lease.js"
import type { Noted, NotedPool } from "./find-unknown.js"
import {
  forsakenNetworks,
  noteAll,
  onlyOf,
  overcountedPools,
  unknownLeases,
  unknownPools,
} from "./find-unknown.js"
import type { CleanupJob, Step } from "./job.js"
import { nothing } from "./job.js"
import { leavePool } from "./leave-pool.js"
import { recount } from "./recount.js"

const note = ({ kit: { store, node }, only }: CleanupJob): Step<Noted> =>
  pipe(
    noteAll(store, node),
    TE.mapLeft(explainStoreError),
    TE.flatMap((noted) =>
      only === undefined
        ? TE.right(noted)
        : pipe(
            onlyOf(only)(noted),
            TE.fromOption(() => `Pool not found: ${poolId(only)}`),
          ),
    ),
  )

/** With a pool go its leases, also those that somebody uses. */
const leaveUnused =
  (job: CleanupJob, kept: readonly KeptLease[]) =>
  (pool: NotedPool): Step => {
    const { network, family } = pool.name
    if (!kept.some(({ lease }) => lease.network === network && lease.address.family === family))
      return leavePool(job)(pool)
    job.tell(
      `kept pool ${poolId(pool.name)}, which Docker does not know: it has addresses that were kept`,
    )
    return nothing
  }

/** Where somebody has leases after all, nothing happens. */
const forgetNetwork =
  ({ kit: { store }, isDry }: CleanupJob) =>
  (network: string): Step =>
    isDry
      ? nothing
      : pipe(
          store.forget(network),
          TE.bimap(explainStoreError, () => undefined),
        )

/** What drivers leave in the store that are killed in the middle of a change. */
const tidy = ({ kit: { store }, isDry, only }: CleanupJob): Step =>
  isDry || only !== undefined || store.tidy === undefined
    ? nothing
    : pipe(store.tidy, TE.mapLeft(explainStoreError))

/** What is not known to be unused is no finished work. */
const refuseUnasked = (kept: readonly KeptLease[]): Step => {
  const count = kept.filter(({ reason }) => reason === "cannot ask").length
  return count === 0
    ? nothing
    : TE.left(
        `this process cannot ask whether somebody answers, so that addresses were kept (${count}): give it the right to open raw sockets (CAP_NET_RAW), under Node also the program ping, or --no-ping to delete them unasked`,
      )
}

/**
 * Left: why it could not be finished. What was deleted until then stays so, and another run goes on.
 */
export const cleanUp = (job: CleanupJob): Step => {
  const { askDocker, driver, quiesceMs } = job
  return pipe(
    TE.Do,
    TE.bind("noted", () => note(job)),
    TE.tap(() => TE.fromTask(() => new Promise((resolve) => setTimeout(resolve, quiesceMs)))),
    TE.bind("known", () => dockerNetworks(askDocker, driver)),
    TE.bind("kept", ({ noted, known }) =>
      pipe(
        unknownLeases(noted, known),
        TE.traverseSeqArray(endLease(job)),
        TE.map((all) => all.flat()),
      ),
    ),
    TE.tap(({ noted, known, kept }) =>
      pipe(unknownPools(noted, known), TE.traverseSeqArray(leaveUnused(job, kept))),
    ),
    TE.tap(({ noted, known }) =>
      pipe(overcountedPools(noted, known), TE.traverseSeqArray(recount(job))),
    ),
    TE.tap(({ noted }) => pipe(forsakenNetworks(noted), TE.traverseSeqArray(forgetNetwork(job)))),
    TE.tap(() => tidy(job)),
    TE.flatMap(({ kept }) => refuseUnasked(kept)),
  )
}

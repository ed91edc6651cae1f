/** Deletes what this node has in the store and its Docker does not know. */
import type { Lease } from "@cni-ipam/core"
import { explainStoreError, formatAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { explainDriverError } from "../driver-error.js"
import type { Kit } from "../kit.js"
import { poolId } from "../pool-name.js"
import type { PoolEnd } from "../release-pool.js"
import { releasePool } from "../release-pool.js"
import type { AskDocker } from "./docker-networks.js"
import { dockerNetworks } from "./docker-networks.js"
import type { NotedPool } from "./find-unknown.js"
import { forsakenNetworks, noteAll, unknownLeases, unknownPools } from "./find-unknown.js"
import type { Ping } from "./ping.js"

export interface CleanupJob {
  readonly kit: Kit
  readonly askDocker: AskDocker
  readonly ping: Ping
  /** Name of the driver in Docker. */
  readonly driver: string
  /** How long what is in the making has to become known to Docker, in milliseconds. */
  readonly quiesceMs: number
  /** Only says what would be deleted. */
  readonly isDry: boolean
  /** Told of everything that is deleted, or kept although Docker does not know it. */
  readonly tell: (sentence: string) => void
}

type Step = TaskEither<string, void>

const nothing: Step = TE.right(undefined)

const nameOf = ({ network, address }: Lease): string =>
  `address ${formatAddress(address)} of pool ${network}`

const endLease =
  ({ kit: { store }, ping, isDry, tell }: CleanupJob) =>
  (lease: Lease): Step =>
    pipe(
      TE.fromTask(() => ping(lease.address)),
      TE.flatMap((result): Step => {
        if (result === "answers") {
          tell(`kept ${nameOf(lease)}, which Docker does not know: it answers to ping`)
          return nothing
        }
        if (isDry) {
          tell(`would delete ${nameOf(lease)}`)
          return nothing
        }
        const { network, owner, address } = lease
        return pipe(
          store.release({ network, owner, addresses: [address] }),
          TE.bimap(explainStoreError, (ended) => {
            if (ended.length > 0) tell(`deleted ${nameOf(lease)}`)
          }),
        )
      }),
    )

const leavePool =
  ({ kit, isDry, tell }: CleanupJob) =>
  ({ name, use }: NotedPool): Step => {
    const id = poolId(name)
    if (isDry) {
      if (use._tag === "Some")
        tell(`would leave pool ${id}, and delete it if no other node uses it`)
      return nothing
    }
    return pipe(
      releasePool(kit, use)(name),
      // Another node was faster.
      TE.orElse((error) =>
        error._tag === "UnknownPool" ? TE.right<never, PoolEnd>("kept") : TE.left(error),
      ),
      TE.bimap(explainDriverError, (end) => {
        if (end === "removed") tell(`deleted pool ${id}`)
        else if (end === "left" && use._tag === "Some")
          tell(`left pool ${id}, which other nodes use`)
      }),
    )
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

/**
 * Left: why it could not be finished. What was deleted until then stays so, and another run goes on.
 */
export const cleanUp = (job: CleanupJob): Step => {
  const { kit, askDocker, driver, quiesceMs } = job
  return pipe(
    TE.Do,
    TE.bind("noted", () => pipe(noteAll(kit.store, kit.node), TE.mapLeft(explainStoreError))),
    TE.tap(() => TE.fromTask(() => new Promise((resolve) => setTimeout(resolve, quiesceMs)))),
    TE.bind("known", () => dockerNetworks(askDocker, driver)),
    TE.tap(({ noted, known }) =>
      pipe(unknownLeases(noted, known), TE.traverseSeqArray(endLease(job))),
    ),
    TE.tap(({ noted, known }) =>
      pipe(unknownPools(noted, known), TE.traverseSeqArray(leavePool(job))),
    ),
    TE.tap(({ noted }) => pipe(forsakenNetworks(noted), TE.traverseSeqArray(forgetNetwork(job)))),
    TE.map(() => undefined),
  )
}

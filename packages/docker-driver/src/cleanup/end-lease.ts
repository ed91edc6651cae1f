/** Ends a lease of which Docker does not know, if nobody uses its address. */
import type { Lease } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { CleanupJob, Step } from "./job.js"
import { nameOf } from "./job.js"
import type { PingResult } from "./ping.js"

/** A lease that stays, and why. */
export interface KeptLease {
  readonly lease: Lease
  readonly reason: Exclude<PingResult, "silent">
}

const sentences: Readonly<Record<KeptLease["reason"], string>> = {
  answers: "it answers to ping",
  "cannot ask": "this process cannot ask whether it answers to ping",
}

/** @returns the lease if it is kept. */
export const endLease =
  ({ kit: { store }, ping, isDry, tell }: CleanupJob) =>
  (lease: Lease): Step<readonly KeptLease[]> =>
    pipe(
      TE.fromTask(() => ping(lease.address)),
      TE.flatMap((reason): Step<readonly KeptLease[]> => {
        if (reason !== "silent") {
          tell(`kept ${nameOf(lease)}, which Docker does not know: ${sentences[reason]}`)
          return TE.right([{ lease, reason }])
        }
        if (isDry) {
          tell(`would delete ${nameOf(lease)}`)
          return TE.right([])
        }
        const { network, owner, address } = lease
        return pipe(
          store.release({ network, owner, addresses: [address] }),
          TE.bimap(explainStoreError, (ended) => {
            if (ended.length > 0) tell(`deleted ${nameOf(lease)}`)
            return []
          }),
        )
      }),
    )

/**
 * Mends a pool that Docker has asked for more often than it will give it back, as it does when the
 * driver is killed before it can answer: it would stay when its last network is gone.
 */
import { explainStoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { recounting } from "../pool-documents.js"
import { poolId } from "../pool-name.js"
import type { OvercountedPool } from "./find-unknown.js"
import type { CleanupJob, Step } from "./job.js"
import { nothing } from "./job.js"

/** Whoever has asked for the pool, or given it back, since the store was read is right instead. */
export const recount =
  ({ kit: { store, node }, isDry, tell }: CleanupJob) =>
  ({ name, version, requests, networks }: OvercountedPool): Step => {
    const change = `set the count of pool ${poolId(name)} from ${requests} to ${networks}, for so many networks has Docker`
    if (isDry) {
      tell(`would ${change}`)
      return nothing
    }
    return pipe(
      store.documents.commit(recounting(name, node, version, networks)),
      TE.bimap(explainStoreError, (outcome) => {
        if (outcome._tag === "Committed") tell(change)
      }),
    )
  }

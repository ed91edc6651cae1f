/** Ends this node's use of a pool of which its Docker does not know. */
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { explainDriverError } from "../driver-error.js"
import { poolId } from "../pool-name.js"
import type { PoolEnd } from "../release-pool.js"
import { releasePool } from "../release-pool.js"
import type { NotedPool } from "./find-unknown.js"
import type { CleanupJob, Step } from "./job.js"
import { nothing } from "./job.js"

export const leavePool =
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

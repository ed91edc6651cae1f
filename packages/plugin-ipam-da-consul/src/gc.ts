/** GC: ends the leases of this node and this network whose attachments are gone, in all pools. */
import { collectStale, readValidAttachments } from "@cni-ipam/cni"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { garbageFailure, storeFailure } from "./pool-error.js"
import type { Command } from "./with-pools.js"

export const gc: Command = ({ invocation, pools, node }) =>
  pipe(
    TE.fromEither(readValidAttachments(invocation.request.input)),
    TE.flatMap((valid) =>
      pipe(
        collectStale(invocation, { node, valid })(pools.store),
        TE.mapLeft((error) =>
          error._tag === "GarbageLeft" ? garbageFailure(error) : storeFailure(error),
        ),
      ),
    ),
  )

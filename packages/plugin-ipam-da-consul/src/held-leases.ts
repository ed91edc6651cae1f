/** What an attachment holds in the pools that are named; in all, where none are. */
import type { PluginError } from "@cni-ipam/cni"
import { readWishes } from "@cni-ipam/cni"
import type { Lease } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { storeFailure } from "./pool-error.js"
import { readPools } from "./requested-pools.js"
import type { Client } from "./with-pools.js"

export interface HeldLeases {
  readonly here: readonly Lease[]
  /** In pools that are not named. */
  readonly elsewhere: readonly Lease[]
}

export const heldLeases = ({
  invocation,
  pools,
  network,
  owner,
}: Client): TaskEither<PluginError, HeldLeases> =>
  pipe(
    // As in host-local's DEL and CHECK, what the runtime says must be right to its last word.
    TE.fromEither(readWishes(invocation.request)),
    TE.flatMapEither(() => readPools(invocation.request.input)),
    TE.flatMap((named) =>
      pipe(
        pools.store.view({ network, owner, rangeSets: [] }),
        TE.bimap(storeFailure, ({ held }) => {
          const isHere = ({ rangeSet }: Lease): boolean =>
            named.length === 0 || named.some(({ name }) => name === rangeSet)
          return {
            here: held.filter(isHere),
            elsewhere: held.filter((lease) => !isHere(lease)),
          }
        }),
      ),
    ),
  )

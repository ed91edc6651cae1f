/** STATUS: whether an ADD could succeed now: Consul answers, and every named pool has an address. */
import type { PluginError } from "@cni-ipam/cni"
import type { RangeSet, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { definedPools } from "./defined-pools.js"
import { codes, report } from "./pool-error.js"
import { readPools } from "./requested-pools.js"
import type { Client, Command } from "./with-pools.js"

/** CNI 1.1.0, "STATUS": a service that is not there is code 50. */
const notReady = (error: StoreError): PluginError => ({ _tag: "StoreNotReady", error })

/** What ADD would report of a pool has codes that no runtime knows a service's state by. */
const poolNotReady = (error: PluginError): PluginError =>
  error._tag === "Reported" ? report(codes.notReady, error.msg, error.details) : error

const hasFreeAddress =
  ({ pools, network }: Client) =>
  (rangeSet: RangeSet): TaskEither<PluginError, void> =>
    pipe(
      pools.store.free({ network, rangeSet, limit: 1 }),
      TE.mapLeft(notReady),
      TE.flatMap(
        (free): TaskEither<PluginError, void> =>
          free.length > 0 ? TE.right(undefined) : TE.left({ _tag: "NoAddressLeft", rangeSet }),
      ),
    )

export const status: Command = (client) => {
  const { invocation, pools, network } = client
  return pipe(
    TE.Do,
    TE.bind("named", () => TE.fromEither(readPools(invocation.request.input))),
    TE.tap(() => pipe(pools.store.status(network), TE.mapLeft(notReady))),
    TE.bind("defined", ({ named }) =>
      named.length === 0
        ? TE.right({ rangeSets: [], entries: [] })
        : pipe(
            definedPools(
              pools,
              named.map(({ name }) => name),
            ),
            TE.mapLeft(poolNotReady),
          ),
    ),
    TE.flatMap(({ named, defined }) =>
      pipe(
        // A requested address needs none that is free.
        defined.rangeSets.filter((_, index) => named[index]?.requested === undefined),
        TE.traverseSeqArray(hasFreeAddress(client)),
      ),
    ),
    TE.map(() => ""),
  )
}

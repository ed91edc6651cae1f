/** STATUS: whether an ADD could succeed now. */
import type { RangeSet, Store } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Handler } from "./handler.js"
import { readNetworkConfig } from "./network-config.js"
import { namesRanges, networkPool } from "./network-pool.js"
import { withStore } from "./open-store.js"
import type { PluginError } from "./plugin-error.js"
import type { Request } from "./request.js"

/** Where the runtime names the ranges with each ADD, nobody names them here. */
const readQuestion = (request: Request) =>
  pipe(
    E.Do,
    E.bindW("config", () => readNetworkConfig(request.input)),
    E.bindW(
      "rangeSets",
      ({ config }): Either<PluginError, readonly RangeSet[]> =>
        namesRanges(config)
          ? pipe(
              networkPool(request.network, request.version, config),
              E.map(({ rangeSets }) => rangeSets),
            )
          : E.right([]),
    ),
  )

const hasFreeAddress =
  (store: Store, network: string) =>
  (rangeSet: RangeSet): TaskEither<PluginError, void> =>
    pipe(
      store.free({ network, rangeSet, limit: 1 }),
      TE.flatMap(
        (free): TaskEither<PluginError, void> =>
          free.length > 0 ? TE.right(undefined) : TE.left({ _tag: "NoAddressLeft", rangeSet }),
      ),
    )

/** CNI 1.1.0, "STATUS": an external service that is not there is code 50, whatever it says. */
const toNotReady = (error: PluginError): PluginError => {
  switch (error._tag) {
    case "Unavailable":
    case "Busy":
    case "Corrupt":
      return { _tag: "StoreNotReady", error }
    default:
      return error
  }
}

export const status: Handler = (invocation) =>
  pipe(
    TE.fromEither(readQuestion(invocation.request)),
    TE.flatMap(({ config, rangeSets }) => {
      const { network } = invocation.request
      return withStore(invocation, config, (store) =>
        pipe(
          store.status(network),
          TE.flatMap(() => TE.traverseSeqArray(hasFreeAddress(store, network))(rangeSets)),
        ),
      )
    }),
    TE.bimap(toNotReady, () => ""),
  )

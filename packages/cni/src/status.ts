/** STATUS: whether an ADD could succeed now. */
import type { RangeSet, Store } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { definedPool } from "./defined-pool.js"
import type { StoreHandler } from "./handler.js"
import type { StoreInvocation } from "./invocation.js"
import type { Io } from "./io.js"
import type { NetworkConfig } from "./network-config.js"
import { readNetworkConfig } from "./network-config.js"
import { definitionOf, namesRanges, networkPool } from "./network-pool.js"
import { withStore } from "./open-store.js"
import type { PluginError } from "./plugin-error.js"
import { readResolvConf } from "./resolv-conf-file.js"

/** Where the runtime names the ranges with each ADD, nobody names them here. */
const rangeSetsOf = (
  invocation: StoreInvocation,
  config: NetworkConfig,
  store: Store,
): TaskEither<PluginError, readonly RangeSet[]> => {
  const { network, version } = invocation.request
  const pool = networkPool(network, version, config, definitionOf(config))
  return pipe(
    () => definedPool(invocation, { config, pool }, store),
    TE.map(({ rangeSets }) => rangeSets),
    TE.orElse(
      (error): TaskEither<PluginError, readonly RangeSet[]> =>
        error._tag === "NoRangeSets" ? TE.right([]) : TE.left(error),
    ),
  )
}

/** Which an ADD answers with. */
const readDns =
  (io: Io) =>
  (config: NetworkConfig): Either<PluginError, NetworkConfig> =>
    pipe(
      readResolvConf(io, config.ipam.resolvConf),
      E.map(() => config),
    )

/** Its ranges must be right even where the store may know better. */
const readConfig = ({ plugin, request }: StoreInvocation): Either<PluginError, NetworkConfig> =>
  pipe(
    readNetworkConfig(request.input, plugin),
    E.flatMap((config): Either<PluginError, NetworkConfig> => {
      const definition = definitionOf(config)
      return namesRanges(config, definition)
        ? pipe(
            networkPool(request.network, request.version, config, definition),
            E.map(() => config),
          )
        : E.right(config)
    }),
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
    case "Uncertain":
    case "Busy":
    case "Corrupt":
      return { _tag: "StoreNotReady", error }
    default:
      return error
  }
}

export const status: StoreHandler = (invocation) =>
  pipe(
    TE.fromEither(readConfig(invocation)),
    TE.flatMapEither(readDns(invocation.io)),
    TE.flatMap((config) => () => {
      const { network } = invocation.request
      return withStore(invocation, config, (store) =>
        pipe(
          store.status(network),
          TE.flatMap(() => rangeSetsOf(invocation, config, store)),
          TE.flatMap(TE.traverseSeqArray(hasFreeAddress(store, network))),
        )(),
      )
    }),
    TE.bimap(toNotReady, () => ""),
  )()

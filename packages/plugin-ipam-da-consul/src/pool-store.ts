/** The store in Consul with the keys of pools, by the options of a configuration. */
import type { PluginError } from "@cni-ipam/cni"
import { logFields } from "@cni-ipam/cni"
import type { DecodeError, Store, StoreContext, StoreError } from "@cni-ipam/core"
import { arrayOf, decode, object, Text } from "@cni-ipam/core"
import type { ConsulDependencies } from "@cni-ipam/store-consul"
import { connectConsul, consulOptions, ServerUrl } from "@cni-ipam/store-consul"
import type { Deadline, Kv } from "@cni-ipam/store-kv"
import { deadlineIn, kvStore, timeLeft } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type * as t from "io-ts"
import { codes, report, storeFailure } from "./pool-error.js"
import { poolLayout } from "./pool-layout.js"

/** Servers are URLs here, and the keys are those of the pools: all else is as for the store. */
const { token, tokenFile, tls, dc, namespace, timeout } = consulOptions

const Options = object(
  {},
  {
    token,
    tokenFile,
    tls,
    dc,
    namespace,
    timeout,
    consul_servers: arrayOf(ServerUrl, "URLs"),
    node: Text,
    ...logFields,
  },
)

const Config = object({}, { ipam: Options })

type PoolOptions = t.TypeOf<typeof Options> & { readonly consul_servers: readonly string[] }

const defaultTimeoutMs = 5000

export interface Pools {
  readonly kv: Kv
  readonly store: Store
  /** The store over another connection. */
  readonly storeOver: (kv: Kv) => Store
  /** When the whole command has to be over. */
  readonly until: Deadline
}

export const readOptions = (input: unknown): E.Either<PluginError, PoolOptions> =>
  pipe(
    decode(Config)(input),
    E.mapLeft((error): PluginError => error),
    E.flatMap(({ ipam }): E.Either<PluginError, PoolOptions> => {
      if (ipam?.consul_servers === undefined)
        return E.left(report(codes.missingField, "can't proceed without ipam.consul_servers field"))
      return ipam.consul_servers.length === 0
        ? E.left(
            report(codes.invalidField, "ipam.consul_servers: expected at least one URL, got none"),
          )
        : E.right({ ...ipam, consul_servers: ipam.consul_servers })
    }),
  )

/** Opens the pools. Nothing is sent before the first use. */
export const openPools = (
  { consul_servers: servers, ...config }: PoolOptions,
  dependencies: ConsulDependencies,
  context: StoreContext,
): E.Either<PluginError, Pools> => {
  const until = deadlineIn(config.timeout ?? defaultTimeoutMs)
  return pipe(
    connectConsul({ ...config, servers }, dependencies),
    E.mapLeft((error: DecodeError | StoreError) =>
      error._tag === "Decode" ? { ...error, path: `ipam.${error.path}` } : storeFailure(error),
    ),
    E.map((kv) => {
      const storeOver = (connection: Kv) =>
        kvStore(connection, poolLayout, { timeout: timeLeft(until) }, context)
      return { kv, until, storeOver, store: storeOver(kv) }
    }),
  )
}

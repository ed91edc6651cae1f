/** The store in Consul, by the options of a configuration or of a program. */
import type { DecodeError, Store, StoreContext, StoreDriver, StoreError } from "@cni-ipam/core"
import { defineStore } from "@cni-ipam/core"
import type { Kv } from "@cni-ipam/store-kv"
import { kvStore } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { ConnectConsul } from "./consul-api.js"
import { consulKv } from "./consul-kv.js"
import { consulLayout } from "./consul-layout.js"
import { discreet } from "./discreet.js"
import type { ConsulConfig } from "./options.js"
import { consulOptions } from "./options.js"
import { packageConsul } from "./package-api.js"
import type { ConsulSurroundings } from "./settings.js"
import { consulSettings } from "./settings.js"

const defaultPrefix = "cni-ipam/"
const defaultTimeoutMs = 5000

export interface ConsulDependencies extends ConsulSurroundings {
  /** Default: the npm package `consul`. */
  readonly connect?: ConnectConsul
}

/**
 * Connects to Consul's key-value store. Nothing is sent before the first use.
 *
 * @example
 * const kv = connectConsul({ servers: ["http://10.0.0.1:8500"] }, { readFile, env: {} })
 */
export const connectConsul = (
  config: ConsulConfig,
  { connect = packageConsul, ...surroundings }: ConsulDependencies,
): E.Either<DecodeError | StoreError, Kv> =>
  pipe(
    consulSettings(config, surroundings),
    E.map(({ servers, access }) =>
      consulKv(servers.map((url) => ({ url, api: discreet(connect)(url, access) }))),
    ),
  )

/**
 * Opens the store. Nothing is sent before the first use.
 *
 * @returns Left: which option is wrong, or which file cannot be read.
 *
 * @example
 * const readFile = (path: string) => tryCatch(() => readFileSync(path, "utf8"), String)
 * const opened = consulStore(
 *   { servers: ["http://10.0.0.1:8500"], token },
 *   { readFile, env: process.env },
 *   { node: "n1", warn: console.warn },
 * )
 * if (opened._tag === "Right") await allocate(opened.right)({ pool, owner })()
 */
export const consulStore = (
  config: ConsulConfig,
  dependencies: ConsulDependencies,
  context: StoreContext,
): E.Either<DecodeError | StoreError, Store> =>
  pipe(
    connectConsul(config, dependencies),
    E.map((kv) =>
      kvStore(
        kv,
        consulLayout(config.prefix ?? defaultPrefix),
        { timeout: config.timeout ?? defaultTimeoutMs },
        context,
      ),
    ),
  )

/**
 * The driver for a table of stores.
 *
 * @example
 * const stores = { consul: consulDriver({ readFile: io.readFile, env: io.env }) }
 */
export const consulDriver = (dependencies: ConsulDependencies): StoreDriver => ({
  ...defineStore(consulOptions, (config, context) =>
    TE.fromEither(consulStore(config, dependencies, context)),
  ),
  keepsDefinitions: true,
})

/** The disk store by the options of a configuration. */
import type { StoreDriver } from "@cni-ipam/core"
import { defineStore, Integer, PathText } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import * as t from "io-ts"
import { diskStore } from "./disk-store.js"
import type { FileSystem } from "./file-system.js"

const defaultDataDir = "/var/lib/cni/networks"
const defaultLockTimeoutMs = 30_000

/** 0 is not to wait at all. */
const Milliseconds = new t.Type<number, number, unknown>(
  Integer.name,
  Integer.is,
  (input, context) =>
    Integer.is(input) && input < 0
      ? t.failure(input, context, `a time to wait is 0 or more milliseconds, not ${input}`)
      : Integer.validate(input, context),
  t.identity,
)

/** An empty `dataDir` is the default one, as in host-local. */
const diskOptions = { dataDir: PathText, lockTimeout: Milliseconds }

/**
 * The driver for a table of stores.
 *
 * @example
 * const stores = { disk: diskDriver(nodeFileSystem()) }
 * const plugin = { name: "host-local", version: "1.0.0", defaultStore: "disk", stores }
 * process.exitCode = await runPlugin(plugin, processIo())
 */
export const diskDriver = (fs: FileSystem): StoreDriver =>
  defineStore(diskOptions, ({ dataDir, lockTimeout = defaultLockTimeoutMs }, context) =>
    TE.right(diskStore({ fs, dataDir: dataDir || defaultDataDir, lockTimeout }, context)),
  )

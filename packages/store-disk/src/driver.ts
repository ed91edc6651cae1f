/** The disk store by the options of a configuration. */
import type { StoreDriver } from "@cni-ipam/core"
import { defineStore, Integer, PathText } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { diskStore } from "./disk-store.js"
import type { FileSystem } from "./file-system.js"

const defaultDataDir = "/var/lib/cni/networks"
const defaultLockTimeoutMs = 30_000

/** An empty `dataDir` is the default one, as in host-local. */
const diskOptions = { dataDir: PathText, lockTimeout: Integer }

/**
 * The driver for a table of stores.
 *
 * @example
 * runPlugin({ name: "host-local", defaultStore: "disk", stores: { disk: diskDriver(fs) } })
 */
export const diskDriver = (fs: FileSystem): StoreDriver =>
  defineStore(diskOptions, ({ dataDir, lockTimeout = defaultLockTimeoutMs }, context) =>
    TE.right(diskStore({ fs, dataDir: dataDir || defaultDataDir, lockTimeout }, context)),
  )

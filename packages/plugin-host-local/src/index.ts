/** The plugin `host-local`: leases on this machine's disk, unless the configuration says else. */
import type { StorePlugin } from "@cni-ipam/cni"

/**
 * @example
 * runPlugin(hostLocal("1.0.0", { disk: diskDriver(nodeFileSystem()) }), processIo())
 */
export const hostLocal = (version: string, stores: StorePlugin["stores"]): StorePlugin => ({
  name: "host-local",
  version,
  defaultStore: "disk",
  stores,
})

/** The plugin `host-local`: leases on this machine's disk, unless the configuration says else. */
import type { Plugin } from "@cni-ipam/cni"

/**
 * @example
 * runPlugin(hostLocal("1.0.0", { disk: diskDriver(nodeFileSystem()) }), processIo())
 */
export const hostLocal = (version: string, stores: Plugin["stores"]): Plugin => ({
  name: "host-local",
  version,
  defaultStore: "disk",
  stores,
})

/** The plugin `etcd`: leases in etcd, unless the configuration says else. */
import type { StorePlugin } from "@cni-ipam/cni"

/**
 * @example
 * runPlugin(etcd("1.0.0", { etcd: etcdDriver(nodePorts) }), processIo())
 */
export const etcd = (version: string, stores: StorePlugin["stores"]): StorePlugin => ({
  name: "etcd",
  version,
  defaultStore: "etcd",
  // The first plugin of this name does.
  takesHostBits: true,
  stores,
  // The configurations of the first plugin of this name have it there.
  takesNameFromIpam: true,
})

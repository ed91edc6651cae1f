/** The plugin `consul`: leases in Consul, unless the configuration says else. */
import type { StorePlugin } from "@cni-ipam/cni"

/**
 * @example
 * runPlugin(consul("1.0.0", { consul: consulDriver(machine) }), processIo())
 */
export const consul = (version: string, stores: StorePlugin["stores"]): StorePlugin => ({
  name: "consul",
  version,
  defaultStore: "consul",
  // Its README has subnets and ranges like that.
  takesHostBits: true,
  takesHyphens: true,
  stores,
})

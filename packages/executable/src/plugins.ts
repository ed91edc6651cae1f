/** Every plugin by its name. What is not asked for is not even loaded. */
import type { Plugin } from "@cni-ipam/cni"
import { consul } from "@cni-ipam/plugin-consul"
import { etcd } from "@cni-ipam/plugin-etcd"
import { hostLocal } from "@cni-ipam/plugin-host-local"
import type { PluginName } from "./names.js"
import { stores } from "./stores.js"
import { version } from "./version.js"

type Loader = () => Plugin | Promise<Plugin>

export const plugins: Readonly<Record<PluginName, Loader>> = {
  "host-local": () => hostLocal(version, stores),
  consul: () => consul(version, stores),
  etcd: () => etcd(version, stores),
  "ipam-delegated": async () => (await import("./delegation.js")).delegated(version),
  "ipam-ds-static": async () => (await import("./static-pools.js")).ipamDsStatic(version),
  "ipam-da-consul": async () => (await import("./consul-driver.js")).daConsul(version),
}

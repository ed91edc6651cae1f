/** Runs every plugin by its name. What is not asked for is not even loaded. */
import type { Plugin } from "@cni-ipam/cni"
import { runPlugin } from "@cni-ipam/cni"
import { consul } from "@cni-ipam/plugin-consul"
import { etcd } from "@cni-ipam/plugin-etcd"
import { hostLocal } from "@cni-ipam/plugin-host-local"
import { machine } from "./machine.js"
import type { PluginName } from "./names.js"
import { stores } from "./stores.js"
import { version } from "./version.js"

const run = (plugin: Plugin): Promise<number> => runPlugin(plugin, machine)

/** Gives the exit code of the process. */
export const plugins: Readonly<Record<PluginName, () => Promise<number>>> = {
  "host-local": () => run(hostLocal(version, stores)),
  consul: () => run(consul(version, stores)),
  etcd: () => run(etcd(version, stores)),
  "ipam-delegated": async () => run((await import("./delegation.js")).delegated(version)),
  "ipam-ds-static": async () => run((await import("./static-pools.js")).ipamDsStatic(version)),
  "ipam-da-consul": async () => run((await import("./consul-driver.js")).daConsul(version)),
}

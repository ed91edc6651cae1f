/** The names under which the executable is installed, and by which it knows what to be. */
export const pluginNames = [
  "host-local",
  "consul",
  "etcd",
  "ipam-delegated",
  "ipam-ds-static",
  "ipam-da-consul",
] as const

export type PluginName = (typeof pluginNames)[number]

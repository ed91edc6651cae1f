/** The names under which the executable is installed, and by which it knows what to be. */
export const pluginNames = [
  "host-local",
  "consul",
  "etcd",
  "ipam-delegated",
  "ipam-ds-static",
  "ipam-da-consul",
] as const

/** Programs of other kinds, which a container runtime has no use for: they stay where they are. */
export const programNames = ["kontena-ipam", "kontena-ipam-cleanup"] as const

export type ProgramName = (typeof programNames)[number]

export type PluginName = (typeof pluginNames)[number]

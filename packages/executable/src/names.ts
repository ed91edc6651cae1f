/** The names under which the executable is installed, and by which it knows what to be. */
export const pluginNames = ["host-local"] as const

export type PluginName = (typeof pluginNames)[number]

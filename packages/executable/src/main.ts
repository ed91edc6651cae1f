/** One program that is every plugin: it is what its name says, and else the command `cni-ipam`. */
import type { Plugin } from "@cni-ipam/cni"
import { runPlugin } from "@cni-ipam/cni"
import { hostLocal } from "@cni-ipam/plugin-host-local"
import { machine } from "./machine.js"
import type { PluginName } from "./names.js"
import { stores } from "./stores.js"
import { version } from "./version.js"

const plugins: Readonly<Record<PluginName, Plugin>> = {
  "host-local": hostLocal(version, stores),
}

const isPlugin = (name: string): name is PluginName => Object.hasOwn(plugins, name)

const name = process.argv0.slice(process.argv0.lastIndexOf("/") + 1)

const run = async (): Promise<number> => {
  if (isPlugin(name)) return runPlugin(plugins[name], machine)
  const { runCommand } = await import("./command.js")
  return runCommand(process.argv.slice(2))
}

// Nothing is left to be written; an exit that waits for the collector takes a millisecond more.
process.exit(await run())

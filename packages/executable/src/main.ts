/** One program that is many: it is what its name says, and else the command `cni-ipam`. */
import "./prelude.js"
import { runPlugin } from "@cni-ipam/cni"
import { machine } from "./machine.js"
import type { PluginName, ProgramName } from "./names.js"
import { programNames } from "./names.js"
import { plugins } from "./plugins.js"

const isPlugin = (name: string): name is PluginName => Object.hasOwn(plugins, name)

const isProgram = (name: string): name is ProgramName => programNames.some((one) => one === name)

const name = process.argv0.slice(process.argv0.lastIndexOf("/") + 1)

const run = async (): Promise<number> => {
  if (isPlugin(name)) return runPlugin(await plugins[name](), machine)
  if (isProgram(name)) return (await import("./docker.js")).programs[name]()
  const { runCommand } = await import("./command.js")
  return runCommand(process.argv.slice(2))
}

// Nothing is left to be written; an exit that waits for the collector takes a millisecond more.
process.exit(await run())

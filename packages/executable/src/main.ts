/** One program that is many: it is what its name says, and else the command `cni-ipam`. */
import "./prelude.js"
import type { PluginName, ProgramName } from "./names.js"
import { programNames } from "./names.js"
import { plugins } from "./plugins.js"

const isPlugin = (name: string): name is PluginName => Object.hasOwn(plugins, name)

const isProgram = (name: string): name is ProgramName => programNames.some((one) => one === name)

const name = process.argv0.slice(process.argv0.lastIndexOf("/") + 1)

const runOther = async (): Promise<number> => {
  if (isProgram(name)) return (await import("./docker.js")).programs[name]()
  const { runCommand } = await import("./command.js")
  return runCommand(process.argv.slice(2))
}

const exitCode = await (isPlugin(name) ? plugins[name]() : runOther())

// Nothing is left to be written; an exit that waits for the collector takes a millisecond more.
process.exit(exitCode)

/** A plugin under measurement: a program with a data folder of its own. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Command } from "./launcher.js"

export const cniCommands = ["ADD", "CHECK", "DEL"] as const

export type CniCommand = (typeof cniCommands)[number]

/** Runs a program, to learn something about it. */
type Launcher<A> = (command: Command) => A & { readonly status: number; readonly output: string }

export type Plugin = {
  /** What starts the program with a command for an attachment. */
  readonly commandFor: (command: CniCommand, containerId: string) => Command
  /** Runs one command for one attachment, and throws unless it succeeds. */
  readonly perform: <A>(
    command: CniCommand,
    containerId: string,
    launcher: Launcher<A>,
  ) => ReturnType<Launcher<A>>
  /** Where the lease files are. */
  readonly networkFolder: string
}

export const network = { name: "bench", subnet: "10.77.0.0/16", interfaceName: "eth0" }

const environment = (command: CniCommand, containerId: string): Command["env"] => ({
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  CNI_COMMAND: command,
  CNI_CONTAINERID: containerId,
  // There is no such file, which no plugin of IPAM minds.
  CNI_NETNS: `/var/run/netns/${containerId}`,
  CNI_IFNAME: network.interfaceName,
  CNI_ARGS: "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=bench",
  CNI_PATH: "/opt/cni/bin",
})

/** Where the leases are that are not on this machine's disk. */
export type ServerPlace = {
  /** Of the network. */
  readonly name: string
  /** Fields of `ipam`. */
  readonly store: { readonly type: string }
}

/**
 * @param folder on the file system of all plugins that are to be compared; made if missing.
 * @param program may have any name: it is told that it is host-local, or the plugin of the place.
 */
export const pluginIn = (folder: string, program: string, place?: ServerPlace): Plugin => {
  const dataDir = join(folder, "networks")
  const networkFolder = join(dataDir, network.name)
  const config = join(folder, "config.json")
  const configWithResult = join(folder, "config-with-result.json")
  const { name, store } = place ?? { name: network.name, store: { type: "host-local", dataDir } }
  const settings = {
    cniVersion: "1.1.0",
    name,
    type: "bridge",
    ipam: { ...store, ranges: [[{ subnet: network.subnet }]] },
  }
  mkdirSync(networkFolder, { recursive: true })
  writeFileSync(config, JSON.stringify(settings))

  const commandFor = (command: CniCommand, containerId: string): Command => ({
    program,
    args: [`/opt/cni/bin/${store.type}`],
    env: environment(command, containerId),
    input: command === "ADD" ? config : configWithResult,
  })

  return {
    commandFor,
    perform: (command, containerId, launcher) => {
      const run = launcher(commandFor(command, containerId))
      if (run.status !== 0)
        throw new Error(`${command} of ${program} ended with status ${run.status}: ${run.output}`)
      if (command === "ADD") {
        const prevResult: unknown = JSON.parse(run.output)
        writeFileSync(configWithResult, JSON.stringify({ ...settings, prevResult }))
      }
      return run
    },
    networkFolder,
  }
}

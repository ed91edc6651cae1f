/** A dual-stack network on disk, and the calls that a runtime makes for it. */
import { join } from "node:path"
import { type PluginCall, type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"

export interface TestNetwork {
  readonly name: string
  readonly dataDir: string
  /** host-local's directory. */
  readonly leases: string
  /** Ours, beside it. */
  readonly index: string
  /** What is on standard input. */
  readonly config: Readonly<Record<string, unknown>>
}

/** Two range sets, so that every ADD has to take two addresses, or none. */
const defaultRanges = [[{ subnet: "10.81.0.0/24" }], [{ subnet: "fd81::/64" }]]

/** @param ipam fields of the ipam object, beside or instead of those that are always there. */
export const testNetwork = (
  dataDir: string,
  ipam: Readonly<Record<string, unknown>> = {},
): TestNetwork => {
  const name = "faulty"
  return {
    name,
    dataDir,
    leases: join(dataDir, name),
    index: join(dataDir, ".cni-ipam", name),
    config: {
      cniVersion: "1.1.0",
      name,
      type: "bridge",
      ipam: { type: "host-local", dataDir, ranges: defaultRanges, ...ipam },
    },
  }
}

/** Which container, and how else the call differs from any other. */
export type CallDetails = Partial<Omit<PluginCall, "path" | "command" | "config">> & {
  /** Fields of the configuration, beside or instead of the network's. */
  readonly fields?: Readonly<Record<string, unknown>>
}

/** One command of the runtime for a container of the network. */
export type CallPlugin = (
  command: string,
  containerId: string,
  details?: CallDetails,
) => Promise<PluginOutcome>

/**
 * @param path of the plugin's executable.
 *
 * @example
 * const call = callsOf(ours, network)
 * await call("ADD", "c1")
 */
export const callsOf =
  (path: string, network: Pick<TestNetwork, "config">): CallPlugin =>
  (command, containerId, { fields = {}, ...details } = {}) =>
    runPlugin({ path, command, containerId, config: { ...network.config, ...fields }, ...details })

/** What a GC says of the containers that are still there; each has one interface. */
export const validAttachments = (containerIds: readonly string[]) => ({
  "cni.dev/valid-attachments": containerIds.map((containerID) => ({ containerID, ifname: "eth0" })),
})

/** One network of one range, and whoever works on it. */
import { folderForTest } from "../plugin/folders.js"
import { type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"
import { leasesIn } from "./lease-files.js"

export interface Site {
  readonly dataDir: string
  /** Runs a command for `eth0` of a container by the program at the path. */
  readonly call: (
    path: string,
    command: string,
    containerId: string,
    through?: readonly string[],
  ) => Promise<PluginOutcome>
  /** The content of each lease file of the network `lan` by its address. */
  readonly leases: () => Promise<Readonly<Record<string, string>>>
}

/**
 * To be called inside a test.
 *
 * @param options more fields of `ipam`.
 */
export const siteOf = async (
  subnet: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Site> => {
  const dataDir = await folderForTest()
  const ipam = { type: "host-local", dataDir, ranges: [[{ subnet }]], ...options }
  const config = { cniVersion: "1.0.0", name: "lan", ipam }
  return {
    dataDir,
    call: (path, command, containerId, through = []) =>
      runPlugin({ path, command, containerId, config, through }),
    leases: () => leasesIn(dataDir, "lan"),
  }
}

/** `c0`, `c1`, … */
export const containers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `c${index}`)

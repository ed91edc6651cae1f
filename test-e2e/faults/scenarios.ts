/**
 * Commands in which something is to go wrong half-way.
 *
 * In each of them there is one container that the command is about, and there are survivors, whose
 * leases nothing may touch.
 */
import { execFile } from "node:child_process"
import { link, mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { sealCopy } from "./index-differences.js"
import { type Leases, readLeases } from "./lease-files.js"
import {
  type CallDetails,
  type CallPlugin,
  callsOf,
  type TestNetwork,
  testNetwork,
  validAttachments,
} from "./test-network.js"

export interface Plugins {
  readonly ours: CallPlugin
  /** Debian's host-local, written in Go. */
  readonly go: CallPlugin
}

export interface Scenario {
  readonly title: string
  readonly command: "ADD" | "DEL" | "CHECK" | "GC"
  readonly survivors: readonly string[]
  readonly prepare: (plugins: Plugins, network: TestNetwork) => Promise<unknown>
}

export const subject = "the-subject"
const survivors = ["of-ours", "of-go"]

/** Each container under a plugin of its own, and last a command of ours, which seals the index. */
const prepareSealed =
  (...more: readonly string[]) =>
  async ({ ours, go }: Plugins): Promise<void> => {
    await go("ADD", "of-go")
    for (const containerId of ["of-ours", ...more]) await ours("ADD", containerId)
  }

/** Last a command of the Go plugin: the index does not describe the directory any more. */
const prepareChanged =
  (...more: readonly string[]) =>
  async ({ ours, go }: Plugins): Promise<void> => {
    for (const containerId of ["of-ours", ...more]) await ours("ADD", containerId)
    await go("ADD", "of-go")
  }

/** What is left of an ADD that was killed between its first address and its second one. */
const prepareHalfAdd = async (plugins: Plugins, { index, leases }: TestNetwork): Promise<void> => {
  await prepareSealed()(plugins)
  const pending = join(index, "pending")
  await writeFile(pending, `${subject}\r\neth0`)
  await link(pending, join(leases, "10.81.0.9"))
}

const crowdOf = (size: number): readonly string[] =>
  Array.from({ length: size }, (_, index) => `of-the-crowd-${index}`)

/**
 * Indexed when there was a crowd, of which only some remain: made anew, the index takes fewer files,
 * while nothing in the directory tells that the old one does not hold any more.
 */
const prepareShrunk =
  (size: number, remaining: number) =>
  async (plugins: Plugins, { leases }: TestNetwork): Promise<void> => {
    await prepareSealed(subject)(plugins)
    const crowd = crowdOf(size)
    for (const [index, containerId] of crowd.entries())
      await writeFile(join(leases, `10.81.1.${index}`), `${containerId}\r\neth0`)
    for (const containerId of crowd.slice(remaining)) await plugins.ours("DEL", containerId)
  }

const shrunk = (size: number, remaining: number): Scenario => ({
  title: `GC after ${size} containers have become ${remaining}`,
  command: "GC",
  survivors: [...survivors, ...crowdOf(remaining)],
  prepare: prepareShrunk(size, remaining),
})

const afterGo = "after the Go plugin has changed the network"

export const scenarios: readonly Scenario[] = [
  { title: "ADD", command: "ADD", survivors, prepare: prepareSealed() },
  { title: `ADD ${afterGo}`, command: "ADD", survivors, prepare: prepareChanged() },
  {
    title: "the first ADD of a network",
    command: "ADD",
    survivors: [],
    prepare: () => Promise.resolve(),
  },
  {
    title: "ADD after one that was killed half-way",
    command: "ADD",
    survivors,
    prepare: prepareHalfAdd,
  },
  { title: "DEL", command: "DEL", survivors, prepare: prepareSealed(subject) },
  { title: `DEL ${afterGo}`, command: "DEL", survivors, prepare: prepareChanged(subject) },
  { title: "CHECK", command: "CHECK", survivors, prepare: prepareSealed(subject) },
  { title: "GC", command: "GC", survivors, prepare: prepareSealed(subject) },
  shrunk(40, 3),
]

/** Its index takes sixteen files before, and eight after: a number that is shorter to write. */
export const manyLeases = shrunk(255, 240)

/** Where a scenario is played again and again, each time from what the preparation left. */
export interface Stage {
  readonly before: Leases
  readonly enter: (lane: number) => Promise<Place>
}

export interface Place extends Plugins {
  readonly folder: string
  readonly network: TestNetwork
  /** Gives the scenario's command. */
  readonly run: (details?: CallDetails) => Promise<PluginOutcome>
}

const run = promisify(execFile)

const placeIn = (folder: string, paths: PluginPaths, scenario: Scenario): Place => {
  const network = testNetwork(join(folder, "data"))
  const ours = callsOf(paths.ours, network)
  const fields = scenario.command === "GC" ? validAttachments(scenario.survivors) : {}
  return {
    folder,
    network,
    ours,
    go: callsOf(paths.go, network),
    run: (details = {}) => ours(scenario.command, subject, { fields, ...details }),
  }
}

export interface PluginPaths {
  readonly ours: string
  readonly go: string
}

/** @param folder an empty one. */
export const stageOf = async (
  scenario: Scenario,
  folder: string,
  paths: PluginPaths,
): Promise<Stage> => {
  const original = placeIn(join(folder, "original"), paths, scenario)
  await mkdir(original.folder, { recursive: true })
  await scenario.prepare(original, original.network)
  return {
    before: await readLeases(original.network),
    enter: async (lane) => {
      const place = placeIn(join(folder, `${lane}`), paths, scenario)
      await rm(place.folder, { recursive: true, force: true })
      // Node's copy would round the times, by which a seal is found whole.
      await run("cp", ["-a", original.folder, place.folder])
      await sealCopy(place.network)
      return place
    },
  }
}

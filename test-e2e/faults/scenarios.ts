/**
 * Commands in which something goes wrong half-way, and what must hold afterwards.
 *
 * In each of them there is one container that the command is about, and there are survivors, whose
 * leases nothing may touch.
 */
import { execFile } from "node:child_process"
import { link, mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { type Answer, answerOf } from "./answer.js"
import { indexDifferences, unfinishedFiles } from "./index-differences.js"
import { heldBy, type Leases, readLeases, without } from "./lease-files.js"
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
      return place
    },
  }
}

const show = (value: unknown): string => JSON.stringify(value)

const difference = (what: string, found: Leases, expected: Leases): readonly string[] => {
  const [a, b] = [found, expected].map((leases) => show([...leases].sort()))
  return a === b ? [] : [`${what}: the leases are ${a}, and should be ${b}`]
}

/** An ADD may have happened as a whole or not at all; what DEL and GC left may still be there. */
const isPossible = (
  { command }: Scenario,
  held: readonly string[],
  before: readonly string[],
): boolean => {
  if (command === "ADD") return held.length === 0 || held.length === 2
  if (command === "CHECK") return show(held) === show(before)
  return held.every((address) => before.includes(address))
}

/** What the plugin said must be what it did; an error must be one that tells of the disk. */
const answerProblems = (
  scenario: Scenario,
  answer: Answer,
  held: readonly string[],
): readonly string[] => {
  const isTrue = (): boolean => {
    switch (answer.is) {
      case "killed":
        return true
      case "error":
        return answer.code === 5 || answer.code === 11
      case "leased":
        return scenario.command === "ADD" && show([...answer.addresses].sort()) === show(held)
      case "done":
        return scenario.command === "CHECK" || held.length === 0
      case "garbage":
        return false
    }
  }
  return isTrue() ? [] : [`it answered ${show(answer)}, and the container holds ${show(held)}`]
}

const expectAnswer = async (
  what: string,
  expected: Answer["is"],
  outcome: Promise<PluginOutcome>,
): Promise<readonly string[]> => {
  const answer = answerOf(await outcome)
  return answer.is === expected ? [] : [`${what} answers ${show(answer)}`]
}

const labelled = (what: string, problems: readonly string[]): readonly string[] =>
  problems.map((problem) => `${what}: ${problem}`)

/** The runtime cleans up and starts the container anew; all of that must work. */
const recoveryProblems = async (
  { network, ours }: Place,
  others: Leases,
): Promise<readonly string[]> => {
  const deleted = await expectAnswer("DEL", "done", ours("DEL", subject))
  const afterDel = difference("after DEL", await readLeases(network), others)
  const answer = answerOf(await ours("ADD", subject))
  const given = answer.is === "leased" ? answer.addresses : []
  const expected = new Map([...others, ...given.map((one) => [one, `${subject} eth0`] as const)])
  return [
    ...deleted,
    ...afterDel,
    ...(given.length === 2 ? [] : [`ADD answers ${show(answer)}`]),
    ...difference("after ADD", await readLeases(network), expected),
    ...labelled("after ADD", await indexDifferences(network)),
    ...labelled("after ADD there still is", await unfinishedFiles(network)),
  ]
}

/**
 * Carries on after a command that was disturbed, with commands that are not.
 *
 * @param before what was leased before that command.
 * @returns one sentence for each thing that is wrong.
 */
export const problemsAfter = async (
  scenario: Scenario,
  before: Leases,
  place: Place,
  outcome: PluginOutcome,
): Promise<readonly string[]> => {
  const { network, ours } = place
  const others = without(before, subject)
  const [survivor] = scenario.survivors
  const next = survivor === undefined ? ours("STATUS", subject) : ours("CHECK", survivor)
  const nextProblems = await expectAnswer("the next command", "done", next)
  const leases = await readLeases(network)
  const held = heldBy(leases, subject)
  return [
    ...nextProblems,
    ...answerProblems(scenario, answerOf(outcome), held),
    ...(isPossible(scenario, held, heldBy(before, subject))
      ? []
      : [`after the next command the container holds ${show(held)}`]),
    ...difference("beside it", without(leases, subject), others),
    ...labelled("after the next command", await indexDifferences(network)),
    ...(await recoveryProblems(place, others)),
  ]
}

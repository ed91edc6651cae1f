/** A command does the same work however many leases there are, and in little memory. */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { locate } from "../tools/debian.js"
import { indexDifferences } from "./index-differences.js"
import { nthAddress, rewindCursor, seededNetwork } from "./seeded-network.js"
import { traceCalls } from "./system-calls.js"
import { type CallDetails, callsOf, type TestNetwork } from "./test-network.js"

const plugin = await builtPlugin("host-local")

/** 65 000 files are made and removed in no time where they are in memory only. */
const memory = "/dev/shm"
const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "cni-ipam-e2e-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const commands = ["ADD", "CHECK", "DEL", "ADD", "DEL"]

const succeed = async (
  network: TestNetwork,
  command: string,
  details?: CallDetails,
): Promise<PluginOutcome> => {
  const outcome = await callsOf(plugin, network)(command, "measured", details)
  expect(outcome).toMatchObject({ exit: 0 })
  return outcome
}

interface Work {
  /** System calls on the data directory, for each of the commands. */
  readonly calls: readonly number[]
  /** Among them, those that list a directory. */
  readonly listings: number
}

/** @param prepare what to do before each command. */
const workIn = async (network: TestNetwork, prepare = () => {}): Promise<Work> => {
  const calls: number[] = []
  let listings = 0
  for (const command of commands) {
    prepare()
    const trace = await traceCalls(network, folder, (details) => succeed(network, command, details))
    calls.push(trace.calls.length)
    listings += trace.calls.filter(({ name }) => name.startsWith("getdents")).length
  }
  return { calls, listings }
}

const greatestDifference = (one: Work, other: Work): number =>
  Math.max(...one.calls.map((count, index) => Math.abs(count - (other.calls[index] ?? 0))))

const peakMemoryMb = async (network: TestNetwork, command: string): Promise<number> => {
  const source = { suite: "bookworm", package: "time", path: "usr/bin/time", onPath: true } as const
  const output = join(folder, "peak")
  await succeed(network, command, {
    through: [await locate("time", source), "-f", "%M", "-o", output],
  })
  return Number(await readFile(output, "utf8")) / 1024
}

/** The first command of ours makes the index. */
const indexed = async (size: number, spare: number): Promise<TestNetwork> => {
  const network = seededNetwork(folder, size, spare)
  await succeed(network, "ADD")
  await succeed(network, "DEL")
  return network
}

describe("a command on a network with 65 000 leases", async () => {
  const empty = await workIn(await indexed(0, 3))
  const some = await indexed(250, 3)
  const many = await indexed(65_000, 3)
  const unindexed = seededNetwork(folder, 65_000, 4)

  it("does what it does where there are none, and lists no directory", async () => {
    for (const network of [some, many]) {
      const work = await workIn(network)
      expect(greatestDifference(work, empty), `${work.calls} and ${empty.calls}`).toBeLessThan(4)
      expect(work.listings).toBe(0)
    }
  })

  it("looks at no more than one page of the index more to find the last free address", async () => {
    const ofSome = await workIn(some, () => rewindCursor(some))
    const ofMany = await workIn(many, () => rewindCursor(many))
    const figures = `${ofSome.calls} and ${ofMany.calls}`
    expect(greatestDifference(ofSome, empty), `${ofSome.calls} and ${empty.calls}`).toBeLessThan(4)
    // To look for the page that is not full, and to read it.
    expect(greatestDifference(ofMany, ofSome), figures).toBeLessThan(4 + 5)
    expect(ofMany.listings).toBe(0)
  })

  it("needs at most 60 MB of memory", async () => {
    for (const command of commands)
      expect(await peakMemoryMb(many, command), command).toBeLessThan(60)
  })

  it("needs no more when it has to make the index anew", async () => {
    // A change that is not ours: the index does not describe the directory any more.
    const disturb = () => writeFile(join(many.leases, "somebodys"), "")
    expect(await peakMemoryMb(unindexed, "ADD"), "the first command").toBeLessThan(60)
    await disturb()
    expect(await peakMemoryMb(many, "ADD"), "after somebody else").toBeLessThan(60)
    await succeed(many, "DEL")
  })
})

describe("a command that makes the index anew", () => {
  it("finds every lease of a directory that is listed in many pieces", async () => {
    const network = seededNetwork(folder, 5000, 3)
    await writeFile(join(network.leases, nthAddress(1)), "odd/name\r\neth0")
    await writeFile(join(network.leases, "fd81::7"), "container-7\r\neth0")
    await succeed(network, "ADD")
    expect(await indexDifferences(network)).toEqual([])
  })
})

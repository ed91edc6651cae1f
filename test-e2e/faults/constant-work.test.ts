/** A command does the same work however many leases there are, and in little memory. */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { locate } from "../tools/debian.js"
import { answerOf } from "./answer.js"
import { atOnce } from "./at-once.js"
import { readLeases } from "./lease-files.js"
import { traceCalls } from "./system-calls.js"
import { type CallPlugin, callsOf, type TestNetwork, testNetwork } from "./test-network.js"

const plugin = await builtPlugin("host-local")
const folder = await folderForFile()

/** Beyond it a node with many containers starting at once gets into trouble. */
const mostMemoryKb = 60 * 1024

/** The addresses are given from 10.81.0.2 on. */
const nthAddress = (n: number): string => `10.81.${(n + 1) >> 8}.${(n + 1) & 255}`

/** A network with so many leases, as the Go plugin would have left it. */
const seededNetwork = async (size: number, spare: number): Promise<TestNetwork> => {
  const ranges = [
    [{ subnet: "10.81.0.0/16", rangeEnd: nthAddress(size + spare) }],
    [{ subnet: "fd81::/64" }],
  ]
  const network = testNetwork(join(folder, `of ${size} with ${spare} to spare`), { ranges })
  await mkdir(network.leases, { recursive: true })
  await writeFile(join(network.leases, "lock"), "")
  const numbers = Array.from({ length: size }, (_, index) => index + 1)
  await atOnce(16, numbers, (n) =>
    writeFile(join(network.leases, nthAddress(n)), `container-${n}\r\neth0`),
  )
  return network
}

interface Work {
  readonly calls: number
  readonly listings: number
}

const workOf = async (
  network: TestNetwork,
  command: string,
  containerId: string,
): Promise<Work> => {
  const call = callsOf(plugin, network)
  const trace = await traceCalls(network, folder, async (details) => {
    const outcome = await call(command, containerId, details)
    expect(outcome).toMatchObject({ exit: 0 })
    return outcome
  })
  return {
    calls: trace.calls.length,
    listings: trace.calls.filter(({ name }) => name.startsWith("getdents")).length,
  }
}

interface Measured {
  readonly add: Work
  readonly check: Work
  readonly del: Work
  readonly addAfterDel: Work
}

const measure = async (network: TestNetwork): Promise<Measured> => ({
  add: await workOf(network, "ADD", "measured"),
  check: await workOf(network, "CHECK", "measured"),
  del: await workOf(network, "DEL", "measured"),
  addAfterDel: await workOf(network, "ADD", "measured"),
})

const without = (call: CallPlugin): Promise<unknown> => call("DEL", "measured")

const difference = (one: Measured, other: Measured) => ({
  add: one.add.calls - other.add.calls,
  check: one.check.calls - other.check.calls,
  del: one.del.calls - other.del.calls,
  addAfterDel: one.addAfterDel.calls - other.addAfterDel.calls,
})

const listings = (measured: Measured): number =>
  Object.values(measured).reduce((sum: number, work: Work) => sum + work.listings, 0)

const mostOf = (differences: Readonly<Record<string, number>>): number =>
  Math.max(...Object.values(differences).map(Math.abs))

/** In kilobytes. */
const peakMemory = async (
  network: TestNetwork,
  command: string,
  containerId: string,
): Promise<number> => {
  const time = await locate("time", {
    suite: "bookworm",
    package: "time",
    path: "usr/bin/time",
    onPath: true,
  })
  const output = join(folder, "peak")
  const through = [time, "-f", "%M", "-o", output]
  const outcome = await callsOf(plugin, network)(command, containerId, { through })
  expect(outcome).toMatchObject({ exit: 0 })
  return Number(await readFile(output, "utf8"))
}

describe("the work of a command", () => {
  it("does not depend on the number of leases", async () => {
    const [empty, small, large] = [0, 250, 60_000].map((size) => seededNetwork(size, 1000))
    const measured: Measured[] = []
    for (const network of [await empty, await small, await large]) {
      if (network === undefined) throw new Error("a network is missing")
      await callsOf(plugin, network)("ADD", "first")
      measured.push(await measure(network))
      expect((await readLeases(network)).size).toBeGreaterThan(0)
      for (const command of ["CHECK", "DEL", "ADD"])
        expect(await peakMemory(network, command, "measured")).toBeLessThan(mostMemoryKb)
    }
    const [ofNone, ofSome, ofMany] = measured
    if (ofNone === undefined || ofSome === undefined || ofMany === undefined) throw new Error()
    expect(mostOf(difference(ofSome, ofNone))).toBeLessThanOrEqual(3)
    expect(mostOf(difference(ofMany, ofNone))).toBeLessThanOrEqual(3)
    expect(measured.map(listings)).toEqual([0, 0, 0])
  })
})
void answerOf
void without

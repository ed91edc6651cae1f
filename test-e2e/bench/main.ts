/**
 * How long our commands take beside those of the Go plugin, and how much memory:
 *
 *     pnpm bench [--only <pattern>] [--rounds N] [--quick] [--write]
 *
 * `--only` takes a pattern of the names of networks or servers, of "300 at once" or "memory store";
 * `--write` refreshes docs/benchmarks.md. Targets that are missed are told and are no failure.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cacheFolder } from "../tools/debian/fetch.js"
import { tool } from "../tools/debian.js"
import { cells } from "./cells.js"
import { crowdName, crowdRounds, crowdTable } from "./crowd.js"
import { emptyDocument, withGenerated } from "./document.js"
import { idlePrograms } from "./idle-programs.js"
import { kvCells } from "./kv-cells.js"
import { type KvMeasurement, measureKv } from "./kv-process.js"
import { type KvRates, measureRates, rateSections } from "./kv-rates.js"
import { kvProcessSections } from "./kv-report.js"
import { machineLines } from "./machine.js"
import { type Measurement, measure } from "./measure.js"
import { memoryStoreTable } from "./memory-store.js"
import { readOptions, roundsOf } from "./options.js"
import { processSections, type Section } from "./report.js"
import { temporaryFolder } from "./temporary-folder.js"

const root = join(import.meta.dirname, "../..")
const document = join(root, "docs/benchmarks.md")
const memoryStore = "memory store"

const options = readOptions(process.argv.slice(2))
const ours = join(root, "dist/bin/host-local")
const go = await tool("host-local")

// The cache is on a disk, where a node's leases are too; a folder of temporary files often is not.
const folder = temporaryFolder(cacheFolder())

const measureCells = async (): Promise<readonly Measurement[]> => {
  const programs = { go, ours, idle: await idlePrograms(folder) }
  const measurements: Measurement[] = []
  for (const cell of cells.filter(({ name }) => options.only.test(name))) {
    const rounds = roundsOf(cell.rounds, options)
    console.error(`${cell.name}: ${rounds} rounds …`)
    measurements.push(await measure(cell, programs, folder, rounds))
  }
  return measurements
}

const crowdSections = async (): Promise<readonly Section[]> => {
  if (!options.only.test(crowdName)) return []
  const rounds = roundsOf(crowdRounds, options)
  console.error(`${crowdName}: ${rounds} rounds …`)
  const text = await crowdTable({ go, ours }, folder, rounds)
  return [{ title: `${crowdName}, until the last has its address`, text }]
}

const memorySections = (): readonly Section[] => {
  if (!options.only.test(memoryStore)) return []
  console.error(`${memoryStore} …`)
  const text = memoryStoreTable()
  return text === undefined ? [] : [{ title: "Pairs of ADD and DEL in the memory store", text }]
}

const measureOnServers = async (): Promise<readonly KvMeasurement[]> => {
  const measurements: KvMeasurement[] = []
  for (const cell of kvCells.filter(({ name }) => options.only.test(name))) {
    const rounds = roundsOf(cell.rounds, options)
    console.error(`${cell.name}: ${rounds} rounds …`)
    measurements.push(await measureKv(cell, ours, folder, rounds))
  }
  return measurements
}

const measurePrograms = async (): Promise<readonly KvRates[]> => {
  const measurements: KvRates[] = []
  for (const cell of kvCells.filter(({ name, hasRates }) => hasRates && options.only.test(name))) {
    console.error(`a program on ${cell.name} …`)
    measurements.push(await measureRates(cell, folder))
  }
  return measurements
}

const machine = machineLines({ go, ours }, folder)
const sections = [
  ...processSections(await measureCells()),
  ...(await crowdSections()),
  ...kvProcessSections(await measureOnServers()),
  ...rateSections(await measurePrograms()),
  ...memorySections(),
]
if (sections.length === 0) throw new Error("nothing to measure matches --only")
const text = [machine, ...sections.map(({ title, text }) => `## ${title}\n\n${text}`)].join("\n\n")

console.log(text)
if (options.write) {
  const before = existsSync(document) ? readFileSync(document, "utf8") : emptyDocument
  writeFileSync(document, withGenerated(before, text))
}

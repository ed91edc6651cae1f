/**
 * Compares two builds of our executable, in turns, without leases in the network:
 *
 *     bun test-e2e/bench/ab.ts <executable A> <executable B> [--rounds N]
 */
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { containerIdOf } from "./attachment.js"
import { freshCopy } from "./fresh-copy.js"
import { launch } from "./launcher.js"
import { type CniCommand, cniCommands, pluginIn } from "./plugin.js"
import { median, ratioInterval, ratioOfMedians } from "./statistics.js"
import { temporaryFolder } from "./temporary-folder.js"

type Times = { readonly elapsed: number[]; readonly cpu: number[] }

const defaultRounds = 300
const warmUps = 5

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: String(defaultRounds) } },
})
const [programA, programB] = positionals
const rounds = Number(values.rounds)
if (programA === undefined || programB === undefined || !(rounds > 0))
  throw new Error("usage: bun test-e2e/bench/ab.ts <executable A> <executable B> [--rounds N]")

const folder = temporaryFolder(tmpdir())

const build = (name: string, program: string) => {
  const plugin = pluginIn(join(folder, name), freshCopy(program, folder))
  const times: Record<CniCommand, Times> = {
    ADD: { elapsed: [], cpu: [] },
    CHECK: { elapsed: [], cpu: [] },
    DEL: { elapsed: [], cpu: [] },
  }
  const measure = (command: CniCommand, round: number): void => {
    const { elapsedMs, cpuMs } = plugin.perform(command, containerIdOf(round), launch)
    if (round < warmUps) return
    times[command].elapsed.push(elapsedMs)
    times[command].cpu.push(cpuMs)
  }
  return { measure, times }
}

const a = build("a", programA)
const b = build("b", programB)

for (let round = 0; round < warmUps + rounds; round++)
  for (const command of cniCommands)
    for (const { measure } of round % 2 === 0 ? [a, b] : [b, a]) measure(command, round)

const line = (what: string, ofA: readonly number[], ofB: readonly number[]): string => {
  const [from, to] = ratioInterval(ofB, ofA).map((ratio) => ratio.toFixed(3))
  const medians = [ofA, ofB].map((values) => median(values).toFixed(2).padStart(9)).join("")
  const ratio = ratioOfMedians(ofB, ofA).toFixed(3).padStart(8)
  return `${what.padEnd(14)}${medians}${ratio}  ${from} … ${to}`
}

console.log(`A = ${programA}\nB = ${programB}\n${rounds} rounds, medians in ms\n`)
console.log(
  `${"".padEnd(14)}${"A".padStart(9)}${"B".padStart(9)}${"B/A".padStart(8)}  95 % interval`,
)
for (const command of cniCommands) {
  console.log(line(`${command} elapsed`, a.times[command].elapsed, b.times[command].elapsed))
  console.log(line(`${command} CPU`, a.times[command].cpu, b.times[command].cpu))
}

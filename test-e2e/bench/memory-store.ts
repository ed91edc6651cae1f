/** Runs the benchmark that the core has for its store in memory, and judges what it prints. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { left, right, table } from "./table.js"
import { atLeast } from "./target.js"

type Rate = { readonly name: string; readonly pairsPerSecond: number }

const benchmark = join(import.meta.dirname, "../../packages/core/bench/memory-store.bench.ts")
const pairsPerSecond = 200_000
const fewestForIpv6 = pairsPerSecond / 2

/** @param output lines such as `IPv4 /16, empty  248,863 pairs/s, best 255,011`. */
export const ratesIn = (output: string): readonly Rate[] => {
  const rates = [...output.matchAll(/^(.+?) +([\d,]+) pairs\/s/gm)].map(
    ([, name = "", rate = ""]) => ({ name, pairsPerSecond: Number(rate.replaceAll(",", "")) }),
  )
  if (rates.length === 0) throw new Error(`no rates of the memory store in: ${output}`)
  return rates
}

const fewestOf = (name: string): number =>
  name.startsWith("IPv6") ? fewestForIpv6 : pairsPerSecond

/** @returns a table, or nothing if the core has no such benchmark. */
export const memoryStoreTable = (): string | undefined => {
  if (!existsSync(benchmark)) return undefined
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=source", benchmark],
    { encoding: "utf8" },
  )
  if (status !== 0) throw new Error(`${benchmark} failed: ${stderr}`)
  return table(
    [left("network holds"), right("pairs/s"), right("at least"), left("")],
    ratesIn(stdout).map((rate) => [
      rate.name,
      ...atLeast(rate.pairsPerSecond, fewestOf(rate.name)),
    ]),
  )
}

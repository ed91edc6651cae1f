/** How many allocations a second a program gets: runs rates/program.ts, and judges what it prints. */
import { execFile } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { textAt } from "../servers/json-at.js"
import type { KvCell } from "./kv-cells.js"
import type { Section } from "./report.js"
import { median } from "./statistics.js"
import { left, right, table } from "./table.js"
import { inShort, inWhole } from "./target.js"

export type KvRates = { readonly name: string; readonly medians: ReadonlyMap<string, number> }

const isNumber = (value: unknown): value is number => typeof value === "number"

/** @param output lines of JSON, as the program prints them. */
const mediansIn = (output: string): KvRates["medians"] =>
  new Map(
    output
      .trim()
      .split("\n")
      .map((line) => {
        const rates: unknown = JSON.parse(line)
        const values =
          typeof rates === "object" && rates !== null && "rates" in rates && rates.rates
        return [
          textAt(rates, "what"),
          median(Array.isArray(values) ? values.filter(isNumber) : []),
        ] as const
      }),
  )

const bundled = async (folder: string): Promise<string> => {
  const outfile = join(folder, "rates.mjs")
  const source = join(import.meta.dirname, "rates/program.ts")
  const options = ["--target=node", "--format=esm", "--conditions=source", `--outfile=${outfile}`]
  await promisify(execFile)(process.execPath, ["build", source, ...options])
  return outfile
}

/** @param parent for what needs a folder. */
export const measureRates = async (cell: KvCell, parent: string): Promise<KvRates> => {
  const folder = mkdtempSync(join(parent, "data-"))
  const { options, url, release } = await cell.start(folder)
  try {
    const args = [await bundled(folder), cell.plugin, JSON.stringify(options), url]
    const { stdout } = await promisify(execFile)("node", args)
    return { name: cell.name, medians: mediansIn(stdout) }
  } finally {
    await release()
  }
}

/** What is compared with what, and the least that the ratio of the two must be. */
const comparisons = [
  { ours: "allocations", other: "bare allocations", least: 0.4, title: "allocations" },
  { ours: "pairs", other: "bare pairs", least: 0.4, title: "allocations and releases" },
  { ours: "crowd", other: "crowd with a lock", least: 10, title: "64 at once, beside a lock" },
] as const

const rowsOf = ({ name, medians }: KvRates) =>
  comparisons.flatMap(({ ours, other, least, title }) => {
    const [our, their] = [medians.get(ours), medians.get(other)]
    if (our === undefined || their === undefined) return []
    const verdict = our / their >= least ? "ok" : "miss"
    return [
      [name, title, inWhole(our), inWhole(their), inShort(our / their), `≥ ${least}`, verdict],
    ]
  })

export const rateSections = (all: readonly KvRates[]): readonly Section[] =>
  all.length === 0
    ? []
    : [
        {
          title: "A program on a server, beside bare transactions",
          text: table(
            [
              left("on"),
              left("a second"),
              right("ours"),
              right("other"),
              right("ratio"),
              right("at least"),
              left(""),
            ],
            all.flatMap(rowsOf),
          ),
        },
      ]

/** How long it takes until the last of many containers has an address that all come at once. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { containerIdOf } from "./attachment.js"
import { freshCopy } from "./fresh-copy.js"
import { interleaved } from "./interleave.js"
import type { Command } from "./launcher.js"
import { pluginIn } from "./plugin.js"
import { median, ratioOfMedians } from "./statistics.js"
import { left, right, table } from "./table.js"
import { inShort } from "./target.js"
import { countLeases } from "./verify.js"

const containers = 300

export const crowdName = `${containers} at once`
export const crowdRounds = 10

type Crowd = {
  readonly name: string
  /** Which take turns. */
  readonly programs: readonly [string, string]
  readonly times: number[]
}

const run = async ({ program, args, env, input }: Command): Promise<void> => {
  const [argv0 = program, ...rest] = args
  const child = spawn(program, rest, { argv0, env, stdio: ["pipe", "pipe", "inherit"] })
  child.stdin.end(readFileSync(input))
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, "close")])
  if (status !== 0) throw new Error(`${program} ended with status ${status}: ${output}`)
}

/** @returns milliseconds. */
const timeOf = async (folder: string, programs: Crowd["programs"]): Promise<number> => {
  const [one, other] = [pluginIn(folder, programs[0]), pluginIn(folder, programs[1])]
  const commands = Array.from({ length: containers }, (_, index) =>
    (index % 2 === 0 ? one : other).commandFor("ADD", containerIdOf(index)),
  )
  const started = performance.now()
  await Promise.all(commands.map(run))
  const elapsedMs = performance.now() - started
  const leases = countLeases(one)
  if (leases !== containers) throw new Error(`${containers} containers have ${leases} leases`)
  return elapsedMs
}

/** @param parent where the data of the plugins are while they are measured. */
export const crowdTable = async (
  programs: { readonly go: string; readonly ours: string },
  parent: string,
  rounds: number,
): Promise<string> => {
  const folder = mkdtempSync(join(parent, "crowd-"))
  try {
    const [go, ours] = [freshCopy(programs.go, folder), freshCopy(programs.ours, folder)]
    const goTimes: number[] = []
    const crowds: readonly Crowd[] = [
      { name: "the Go plugin", programs: [go, go], times: goTimes },
      { name: "ours", programs: [ours, ours], times: [] },
      { name: "half of each", programs: [go, ours], times: [] },
    ]
    for (let round = 0; round < rounds; round++)
      for (const { programs, times } of interleaved(crowds.map((crowd) => [crowd])))
        times.push(await timeOf(mkdtempSync(join(folder, "data-")), programs))
    return table(
      [left("all run"), right("ms"), right("beside Go")],
      crowds.map(({ name, times }) => [
        name,
        inShort(median(times)),
        inShort(ratioOfMedians(times, goTimes)),
      ]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

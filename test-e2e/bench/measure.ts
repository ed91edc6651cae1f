/** Measures the commands of both plugins in one network, in rounds in which all have their turns. */
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import type { Cell } from "./cells.js"
import { interleaved } from "./interleave.js"
import { type Command, launch } from "./launcher.js"
import { libc } from "./libc.js"
import { noLeases, type Seed } from "./seed.js"
import { type Measured, type Subject, subjectIn } from "./subject.js"

export type Programs = {
  readonly go: string
  readonly ours: string
  /** A program that does nothing, compiled like ours. */
  readonly empty: string
}

export type Measurement = {
  readonly cell: Cell
  readonly go: Measured
  readonly ours: Measured
  /** Ours in an empty network, in the same rounds. */
  readonly oursAtZero: Measured | undefined
  /** Milliseconds of programs that do nothing. */
  readonly floor: { readonly true: readonly number[]; readonly empty: readonly number[] }
}

const idle = (program: string): Command => ({
  program,
  args: [program],
  env: { PATH: "/usr/bin:/bin" },
  input: "/dev/null",
})

const turnsOf = (subject: Subject | undefined, count: number): readonly (() => void)[] =>
  subject === undefined ? [] : Array.from({ length: count }, subject.turn).flat()

/** @param parent where the data of the plugins are while they are measured. */
export const measure = async (
  cell: Cell,
  { go, ours, empty }: Programs,
  parent: string,
  rounds: number,
): Promise<Measurement> => {
  const folder = mkdtempSync(join(parent, "data-"))
  try {
    const subject = (name: string, program: string, seed: Seed): Subject =>
      subjectIn(join(folder, name), program, seed)
    const subjects = {
      go: subject("go", go, cell.seed),
      ours: subject("ours", ours, cell.seed),
      oursAtZero:
        cell.growthLimit === undefined ? undefined : subject("ours-at-zero", ours, noLeases),
    }
    const floor = { true: [] as number[], empty: [] as number[] }
    const timeIdle = (program: string, times: number[]) => () => {
      times.push(launch(idle(program)).elapsedMs)
    }
    // What was written so far would be written to the disk while the commands are measured.
    libc.sync()
    for (let round = 0; round < rounds; round++) {
      const steps = interleaved([
        turnsOf(subjects.go, 1),
        turnsOf(subjects.ours, cell.turns),
        turnsOf(subjects.oursAtZero, cell.turns),
        [timeIdle("/bin/true", floor.true)],
        [timeIdle(empty, floor.empty)],
      ])
      for (const step of steps) step()
      // Lets a signal be heard.
      await setImmediate()
    }
    for (const one of Object.values(subjects)) one?.finish()
    return { cell, ...subjects, floor }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Measures the commands of both plugins in one network, in rounds in which all have their turns. */
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import type { Cell } from "./cells.js"
import { freshCopy } from "./fresh-copy.js"
import type { IdlePrograms } from "./idle-programs.js"
import { interleaved } from "./interleave.js"
import { launch } from "./launcher.js"
import { libc } from "./libc.js"
import { noLeases, type Seed } from "./seed.js"
import { type Measured, type Subject, subjectIn } from "./subject.js"

export type Programs = {
  readonly go: string
  readonly ours: string
  readonly idle: IdlePrograms
}

type Floor = { readonly name: string; readonly times: readonly number[] }

export type Measurement = {
  readonly cell: Cell
  readonly go: Measured
  readonly ours: Measured
  /** Ours in an empty network, in the same rounds. */
  readonly oursAtZero: Measured | undefined
  /** Milliseconds of the programs that do nothing. */
  readonly floor: readonly Floor[]
}

const turnsOf = (subject: Subject | undefined, count: number): readonly (() => void)[] =>
  subject === undefined ? [] : Array.from({ length: count }, subject.turn).flat()

/** @param parent where the data of the plugins are while they are measured. */
export const measure = async (
  cell: Cell,
  { go, ours, idle }: Programs,
  parent: string,
  rounds: number,
): Promise<Measurement> => {
  const folder = mkdtempSync(join(parent, "data-"))
  try {
    const subject = (name: string, program: string, seed: Seed): Subject =>
      subjectIn(join(folder, name), program, seed)
    const ourCopy = freshCopy(ours, folder)
    const subjects = {
      go: subject("go", freshCopy(go, folder), cell.seed),
      ours: subject("ours", ourCopy, cell.seed),
      oursAtZero:
        cell.growthLimit === undefined ? undefined : subject("ours-at-zero", ourCopy, noLeases),
    }
    const floor = Object.entries(idle).map(([name, original]) => {
      const times: number[] = []
      const program = freshCopy(original, folder)
      const command = {
        program,
        args: [program],
        env: { PATH: "/usr/bin:/bin" },
        input: "/dev/null",
      }
      const measureOnce = (): void => {
        const { elapsedMs, status, output } = launch(command)
        if (status !== 0) throw new Error(`${name} ended with status ${status}: ${output}`)
        times.push(elapsedMs)
      }
      return { name, times, measureOnce }
    })
    // What was written so far would be written to the disk while the commands are measured.
    libc.sync()
    for (let round = 0; round < rounds; round++) {
      const steps = interleaved([
        turnsOf(subjects.go, 1),
        turnsOf(subjects.ours, cell.turns),
        turnsOf(subjects.oursAtZero, cell.turns),
        ...floor.map(({ measureOnce }) => [measureOnce]),
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

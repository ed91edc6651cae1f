/** A plugin in a network, and what is measured of it there. */
import { containerIdOf } from "./attachment.js"
import { launch } from "./launcher.js"
import { libc } from "./libc.js"
import { launchForPeak, type PeakRun } from "./peak-memory.js"
import { type CniCommand, pluginIn } from "./plugin.js"
import { plant, type Seed } from "./seed.js"
import { countLeases, expectLease, expectReleased } from "./verify.js"

/** What was measured of a plugin in a network. */
export type Measured = {
  /** Milliseconds. */
  readonly times: Readonly<Record<CniCommand, readonly number[]>>
  /** The first command here, in which ours makes its index. */
  readonly first: PeakRun
  /** The largest peak of the commands after it. */
  readonly laterPeakKb: number
}

export type Subject = Measured & {
  /** ADD, CHECK and DEL of another attachment. */
  readonly turn: () => readonly (() => void)[]
  /** Throws unless there are as many leases as in the beginning. */
  readonly finish: () => void
}

// No lease that is there before has such a number.
const firstContainer = 1_000_000
const turnsBetweenChecks = 10

export const subjectIn = (folder: string, program: string, seed: Seed): Subject => {
  const plugin = pluginIn(folder, program)
  plant(plugin.networkFolder, seed)
  // The first command is not to wait for the disk because of the leases just planted.
  libc.sync()
  const times: Record<CniCommand, number[]> = { ADD: [], CHECK: [], DEL: [] }
  let container = firstContainer

  const peakOf = (command: CniCommand): PeakRun =>
    plugin.perform(command, containerIdOf(container), launchForPeak)
  const first = peakOf("ADD")
  const later = (["CHECK", "DEL", "ADD", "DEL"] as const).map(peakOf)

  const turn = (): readonly (() => void)[] => {
    const id = containerIdOf(++container)
    const isChecked = container % turnsBetweenChecks === 1
    let lease: string | undefined

    const measure = (command: CniCommand): string => {
      const { elapsedMs, output } = plugin.perform(command, id, launch)
      times[command].push(elapsedMs)
      return output
    }
    const add = (): void => {
      const output = measure("ADD")
      if (isChecked) lease = expectLease(plugin, id, output)
    }
    const del = (): void => {
      measure("DEL")
      if (lease !== undefined) expectReleased(lease)
    }
    return [add, () => measure("CHECK"), del]
  }

  const finish = (): void => {
    const [found, expected] = [countLeases(plugin), seed.leased.length]
    if (found !== expected) throw new Error(`${folder}: ${found} leases instead of ${expected}`)
  }

  const laterPeakKb = Math.max(...later.map(({ peakKb }) => peakKb))
  return { times, first, laterPeakKb, turn, finish }
}

/**
 * Runs a program and tells how much memory it took at its peak.
 *
 * The kernel lets a program's peak begin at that of the process which started it, if that did not
 * fork before: programs that this one starts would all seem as large as this one. So a small shell
 * forks and starts them, and ends at once to leave them to this process.
 */
import { type Command, runUntil, waitFor } from "./launcher.js"
import { expectDone, libc } from "./libc.js"

export type PeakRun = {
  readonly peakKb: number
  /** With the millisecond that the shell takes. */
  readonly elapsedMs: number
  readonly status: number
  readonly output: string
}

const adoptOrphans = 36
const shell = "/bin/sh"

/** The program is told its path as its name, whatever `args` says: no shell can do otherwise. */
export const launchForPeak = ({ program, args, env, input }: Command): PeakRun => {
  expectDone("prctl", libc.prctl(adoptOrphans, 1n, 0n, 0n, 0n))
  const script = `program=$0 input=$1; shift; "$program" "$@" <"$input" &`
  const shellArgs = [shell, "-c", script, program, input, ...args.slice(1)]
  return runUntil({ program: shell, args: shellArgs, env, input }, (shellPid, startedAt) => {
    const ended = [waitFor(-1), waitFor(-1)].find(({ pid }) => pid !== shellPid)
    if (ended === undefined) throw new Error(`the shell did not start ${program}`)
    const elapsedMs = (Bun.nanoseconds() - startedAt) / 1e6
    return { peakKb: ended.peakKb, elapsedMs, status: ended.status }
  })
}

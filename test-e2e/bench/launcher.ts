/**
 * Runs a program and measures it from exec to exit.
 *
 * By posix_spawn and wait4 themselves: what Node's or a shell's way of starting a program costs,
 * and how much that varies, would hide differences between programs that take a few milliseconds.
 */
import { cString, cStrings, expectDone, libc } from "./libc.js"

export type Command = {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The file that the program reads as its standard input. */
  readonly input: string
}

type Ended = {
  readonly pid: number
  /** The exit status, or 128 and the number of the signal that ended the program, as in a shell. */
  readonly status: number
  /** Of user and system together, in all threads. */
  readonly cpuMs: number
  readonly peakKb: number
}

export type Run = {
  readonly elapsedMs: number
  readonly cpuMs: number
  readonly status: number
  /** What it wrote to its standard output and its standard error; at most 64 KiB. */
  readonly output: string
}

const closeOnExec = 0o2000000
// glibc's posix_spawn_file_actions_t has 80 bytes.
const fileActionsSize = 128
// struct rusage: two times of two words each, then ru_maxrss, then thirteen more words.
const rusageWords = 18
const longestOutput = 65_536

const openPipe = (): readonly [reader: number, writer: number] => {
  const ends = new Int32Array(2)
  expectDone("pipe2", libc.pipe2(ends, closeOnExec))
  const [reader = -1, writer = -1] = ends
  return [reader, writer]
}

/** What is in the pipe, once nobody holds its other end any more. */
const drain = (reader: number): string => {
  const bytes = new Uint8Array(longestOutput)
  let end = 0
  for (;;) {
    const rest = bytes.subarray(end)
    const count = libc.read(reader, rest, rest.length)
    if (count < 0) throw new Error("read failed on a program's output")
    if (count === 0) return new TextDecoder().decode(bytes.subarray(0, end))
    end += count
  }
}

const usageOf = (rusage: BigInt64Array): Pick<Ended, "cpuMs" | "peakKb"> => {
  const [userS = 0n, userUs = 0n, systemS = 0n, systemUs = 0n, peakKb = 0n] = rusage
  return {
    cpuMs: Number(userS + systemS) * 1e3 + Number(userUs + systemUs) / 1e3,
    peakKb: Number(peakKb),
  }
}

const statusOf = (word: number): number => {
  const signal = word & 0x7f
  return signal === 0 ? (word >> 8) & 0xff : 128 + signal
}

/** Waits for a child of this process, or for any with -1. */
export const waitFor = (pid: number): Ended => {
  const word = new Int32Array(1)
  const rusage = new BigInt64Array(rusageWords)
  const ended = libc.wait4(pid, word, 0, rusage)
  if (ended < 0) throw new Error(`wait4 found no child ${pid}`)
  return { pid: ended, status: statusOf(word[0] ?? 0), ...usageOf(rusage) }
}

/** @returns what `wait` gives, and what the program wrote. */
export const runUntil = <A>(
  { program, args, env, input }: Command,
  wait: (pid: number, startedAt: number) => A,
): A & { readonly output: string } => {
  const path = cString(program)
  const argv = cStrings(args)
  const envp = cStrings(Object.entries(env).map(([name, value]) => `${name}=${value}`))
  const inputPath = cString(input)
  const pid = new Int32Array(1)
  const actions = new Uint8Array(fileActionsSize)
  const [reader, writer] = openPipe()
  expectDone("file_actions_init", libc.posix_spawn_file_actions_init(actions))
  expectDone("addopen", libc.posix_spawn_file_actions_addopen(actions, 0, inputPath, 0, 0))
  expectDone("adddup2", libc.posix_spawn_file_actions_adddup2(actions, writer, 1))
  expectDone("adddup2", libc.posix_spawn_file_actions_adddup2(actions, writer, 2))

  const startedAt = Bun.nanoseconds()
  expectDone(`starting ${program}`, libc.posix_spawn(pid, path, actions, null, argv, envp))
  const waited = wait(pid[0] ?? -1, startedAt)

  libc.posix_spawn_file_actions_destroy(actions)
  libc.close(writer)
  const output = drain(reader)
  libc.close(reader)
  return { ...waited, output }
}

export const launch = (command: Command): Run =>
  runUntil(command, (pid, startedAt) => {
    const { status, cpuMs } = waitFor(pid)
    return { elapsedMs: (Bun.nanoseconds() - startedAt) / 1e6, cpuMs, status }
  })

/** Programs as Node runs them. */
import type { ChildProcessByStdio } from "node:child_process"
import { spawn } from "node:child_process"
import { accessSync, constants, statSync } from "node:fs"
import type { Readable, Writable } from "node:stream"
import type { ProgramEnd, ProgramRun, Programs } from "./programs.js"

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const killGroup = (leader: number | undefined): void => {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL")
  } catch {
    // All of them have ended by themselves.
  }
}

const start = ({ path, env }: ProgramRun): ChildProcessByStdio<Writable, Readable, null> =>
  spawn(path, [], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
    // A group of processes of its own, which can be killed as a whole.
    detached: true,
  })

const notStarted = (error: unknown): ProgramEnd => ({
  _tag: "NotStarted",
  reason: error instanceof Error ? error.message : `${error}`,
})

const endOf = (
  child: ReturnType<typeof start>,
  { input, timeout }: ProgramRun,
): Promise<ProgramEnd> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      killGroup(child.pid)
      // Who has left the group may hold the pipe open for ever.
      child.stdout.destroy()
    }, timeout)
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk))
    // Who ends without reading has nothing to say about it here.
    child.stdin.on("error", () => undefined)
    child.stdin.end(input)
    child.on("error", (error) => {
      clearTimeout(timer)
      resolve(notStarted(error))
    })
    child.on("close", (status, signal) => {
      clearTimeout(timer)
      if (isLate) resolve({ _tag: "TimedOut" })
      else if (status === null) resolve({ _tag: "Killed", signal: signal ?? "a signal" })
      else resolve({ _tag: "Exited", status, output: Buffer.concat(chunks).toString() })
    })
  })

export const nodePrograms: Programs = {
  isProgram,
  run: (program) => async () => {
    try {
      return await endOf(start(program), program)
    } catch (error) {
      // Some reasons are thrown at once, others are told later.
      return notStarted(error)
    }
  },
}

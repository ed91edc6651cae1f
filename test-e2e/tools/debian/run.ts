/** Runs apt and dpkg; a failure becomes one line of text that is safe to show. */
import { spawn } from "node:child_process"
import { redact } from "./redact.js"

/** An open file that carries a lock for as long as any process has it open. */
export type Lock = { readonly fd: number }

export type RunOptions = {
  /** What to call this run in an error. */
  readonly step: string
  readonly cwd: string
  readonly timeoutSeconds: number
  /** Passed on as file 3: should we be killed, the program still has the lock while it works on. */
  readonly lock: Lock
  readonly hiddenUris: readonly string[]
}

/** What the program complained about, without what it merely reported on the way there. */
const complaint = (stderr: string): string | undefined => {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "")
  const errors = lines.filter((line) => /^(E|dpkg(-deb)?): |: error: /.test(line))
  const shown = errors.length > 0 ? errors : lines.slice(-1)
  return shown.length > 0
    ? shown.map((line) => line.replace(/^E: /, "").trim()).join("; ")
    : undefined
}

/** Resolves to what the program printed. */
export const run = (
  program: string,
  args: readonly string[],
  { step, cwd, timeoutSeconds, lock, hiddenUris }: RunOptions,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`${step} failed: ${redact(why.trim(), hiddenUris)}`))
    const child = spawn(program, args, {
      cwd,
      timeout: timeoutSeconds * 1000,
      stdio: ["ignore", "pipe", "pipe", lock.fd],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    })
    let stdout = ""
    let stderr = ""
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
    })
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
    })
    child.once("error", (error) => fail(error.message))
    child.once("close", (code, signal) => {
      if (code === 0) resolve(stdout)
      else if (child.killed) fail(`still running after ${timeoutSeconds} s`)
      else fail(complaint(stderr) ?? `ended with ${signal ?? code}`)
    })
  })

/** A mount namespace of a test's own: what is mounted there is seen, and filled up, by nobody else. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { onTestFinished } from "vitest"

export interface MountNamespace {
  /** To run a program inside. */
  readonly through: readonly string[]
  /** Where a path inside is found from outside. */
  readonly outside: (path: string) => string
}

const isWord = (word: string, chunk: unknown): boolean => String(chunk).trim() === word

/**
 * To be called inside a test; the namespace lasts until that test ends.
 *
 * @param script of the shell, which mounts things.
 */
export const mountNamespace = async (script: string): Promise<MountNamespace> => {
  const child = spawn("unshare", ["--mount", "sh", "-ec", `${script}; echo ready; exec cat`], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  onTestFinished(async () => {
    const ended = once(child, "close")
    child.stdin.end()
    await ended
  })
  const [answer]: unknown[] = await Promise.race([once(child.stdout, "data"), once(child, "close")])
  if (!isWord("ready", answer)) throw new Error(`cannot do in a mount namespace: ${script}`)
  return {
    through: ["nsenter", `--mount=/proc/${child.pid}/ns/mnt`, "--"],
    outside: (path) => `/proc/${child.pid}/root${path}`,
  }
}

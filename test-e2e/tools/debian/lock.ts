/**
 * One worker at a time across processes. The kernel holds the lock, so a worker that is killed leaves
 * none behind; a lock folder would have to be judged stale by guesswork.
 */
import { open } from "node:fs/promises"
import { type Lock, run } from "./run.js"

export const withLock = async <T>(
  file: string,
  waitSeconds: number,
  work: (lock: Lock) => Promise<T>,
): Promise<T> => {
  const lock = await open(file, "a")
  try {
    // Node cannot lock files; flock(1) locks the open file that it shares with us, which outlasts it.
    await run("flock", ["3"], {
      step: `locking ${file}`,
      cwd: "/",
      timeoutSeconds: waitSeconds,
      lock,
      hiddenUris: [],
    })
    return await work(lock)
  } finally {
    await lock.close()
  }
}

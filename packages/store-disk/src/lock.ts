/**
 * Does work under a lock, for which it waits with a deadline.
 *
 * The work runs in one go, so no other of this process ever meets a lock that is held by itself:
 * a program that does nothing else meanwhile may wait for one by standing still.
 */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { FileSystem } from "./file-system.js"
import { monotonicMs } from "./monotonic.js"
import { unavailable } from "./unavailable.js"

/** @param timeout how long to wait for somebody else who holds it, in milliseconds. */
export const withLock = async <A>(
  fs: FileSystem,
  path: string,
  timeout: number,
  work: () => A,
): Promise<Either<StoreError, A>> => {
  let unlock = fs.tryLock(path)
  let startedAt: number | undefined
  for (;;) {
    if (isLeft(unlock)) return left(unavailable("lock")(unlock.left))
    if (unlock.right !== undefined) {
      try {
        return right(work())
      } finally {
        unlock.right()
      }
    }
    startedAt ??= monotonicMs()
    const waitedMs = Math.round(monotonicMs() - startedAt)
    if (waitedMs >= timeout) return left({ _tag: "Busy", subject: path, waitedMs })
    const waiting = fs.waitForLock(path, timeout - waitedMs)
    unlock = waiting instanceof Promise ? await waiting : waiting
  }
}

/**
 * Waits for a lock, with a deadline.
 *
 * flock(2) itself would wait for ever, so we ask again and again, at random intervals that grow:
 * as many as there may be, they must not keep the machine busy with asking.
 */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import * as T from "fp-ts/lib/Task.js"
import type { FileSystem, Unlock } from "./file-system.js"
import { unavailable } from "./unavailable.js"

const shortestPauseMs = 0.5
const longestPauseMs = 16

const pauseBefore = (attempt: number): number =>
  Math.random() * Math.min(shortestPauseMs * 2 ** attempt, longestPauseMs)

/**
 * Takes a lock.
 *
 * @param timeout how long to wait for somebody else who holds it, in milliseconds.
 */
export const takeLock = async (
  fs: FileSystem,
  path: string,
  timeout: number,
): Promise<Either<StoreError, Unlock>> => {
  const started = Date.now()
  for (let attempt = 0; ; attempt++) {
    const unlock = fs.tryLock(path)
    if (isLeft(unlock)) return left(unavailable("lock")(unlock.left))
    if (unlock.right !== undefined) return right(unlock.right)
    const waitedMs = Date.now() - started
    if (waitedMs >= timeout) return left({ _tag: "Busy", subject: path, waitedMs })
    await T.delay(pauseBefore(attempt))(T.of(undefined))()
  }
}

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

/** @returns nothing if somebody else holds it. */
const lockNow = (fs: FileSystem, path: string): Either<StoreError, Unlock> | undefined => {
  const unlock = fs.tryLock(path)
  if (isLeft(unlock)) return left(unavailable("lock")(unlock.left))
  return unlock.right && right(unlock.right)
}

const waitForLock = async (
  fs: FileSystem,
  path: string,
  timeout: number,
): Promise<Either<StoreError, Unlock>> => {
  const started = Date.now()
  for (let attempt = 0; ; attempt++) {
    const waitedMs = Date.now() - started
    if (waitedMs >= timeout) return left({ _tag: "Busy", subject: path, waitedMs })
    await T.delay(pauseBefore(attempt))(T.of(undefined))()
    const unlock = lockNow(fs, path)
    if (unlock !== undefined) return unlock
  }
}

/**
 * Takes a lock, at once if nobody holds it.
 *
 * @param timeout how long to wait for somebody else who holds it, in milliseconds.
 */
export const takeLock = (
  fs: FileSystem,
  path: string,
  timeout: number,
): Either<StoreError, Unlock> | Promise<Either<StoreError, Unlock>> =>
  lockNow(fs, path) ?? waitForLock(fs, path, timeout)

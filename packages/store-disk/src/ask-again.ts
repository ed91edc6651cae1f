/**
 * Waits for a lock by asking again and again, for those who can neither stand still nor be told.
 *
 * At random intervals that grow: as many as there may be, they must not keep the machine busy with
 * asking. Who waits in the system's own queue gets the lock first.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import * as T from "fp-ts/lib/Task.js"
import { monotonicMs } from "./monotonic.js"
import type { ErrorCode, SystemCalls } from "./system-calls.js"

const shortestPauseMs = 0.5
const longestPauseMs = 16

const pauseBefore = (attempt: number): number =>
  Math.random() * Math.min(shortestPauseMs * 2 ** attempt, longestPauseMs)

/** @returns whether the lock was had. */
export const askAgain = async (
  flock: SystemCalls["flock"],
  fd: number,
  timeoutMs: number,
): Promise<Either<ErrorCode, boolean>> => {
  const deadline = monotonicMs() + timeoutMs
  for (let attempt = 0; monotonicMs() < deadline; attempt++) {
    await T.delay(pauseBefore(attempt))(T.of(undefined))()
    const locked = flock(fd)
    if (isLeft(locked) || locked.right) return locked
  }
  return right(false)
}

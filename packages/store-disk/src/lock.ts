/**
 * Does work under a lock, for which it waits with a deadline.
 *
 * The work runs in one go, so no other of this process ever meets a lock that is held by itself:
 * a program that does nothing else meanwhile may wait for one by standing still.
 */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem, Unlock } from "./file-system.js"
import { monotonicMs } from "./monotonic.js"
import { unavailable } from "./unavailable.js"

const refused = (error: FileError): Either<StoreError, never> => left(unavailable("lock")(error))

const whileHeld = <A>(unlock: Unlock, work: () => A): Either<never, A> => {
  try {
    return right(work())
  } finally {
    unlock()
  }
}

const wait = async <A>(
  fs: FileSystem,
  path: string,
  timeout: number,
  work: () => A,
): Promise<Either<StoreError, A>> => {
  const startedAt = monotonicMs()
  for (;;) {
    const waitedMs = Math.round(monotonicMs() - startedAt)
    if (waitedMs >= timeout) return left({ _tag: "Busy", subject: path, waitedMs })
    const waiting = fs.waitForLock(path, timeout - waitedMs)
    const unlock = waiting instanceof Promise ? await waiting : waiting
    if (isLeft(unlock)) return refused(unlock.left)
    if (unlock.right !== undefined) return whileHeld(unlock.right, work)
  }
}

/**
 * @param timeout how long to wait for somebody else who holds it, in milliseconds.
 * @returns no promise if nobody holds it.
 */
export const withLock = <A>(
  fs: FileSystem,
  path: string,
  timeout: number,
  work: () => A,
): Either<StoreError, A> | Promise<Either<StoreError, A>> => {
  const unlock = fs.tryLock(path)
  if (isLeft(unlock)) return refused(unlock.left)
  return unlock.right === undefined ? wait(fs, path, timeout, work) : whileHeld(unlock.right, work)
}

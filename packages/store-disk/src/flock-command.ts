/**
 * flock(2) for runtimes that cannot call it: by the command of util-linux or busybox.
 *
 * The lock belongs to the open file, not to the process that asked for it. The command gets our
 * open file as its descriptor 3, locks it and ends; the lock stays with us until we close it or
 * die, by kill -9 too.
 */
import { spawnSync } from "node:child_process"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { ErrorCode } from "./system-calls.js"

const deadlineMs = 5000
const heldByAnother = 1

/** `ENOLCK` if the command is missing or fails. */
export const flockCommand = (fileDescriptor: number): Either<ErrorCode, boolean> => {
  const { status } = spawnSync("flock", ["-x", "-n", "3"], {
    stdio: ["ignore", "ignore", "ignore", fileDescriptor],
    timeout: deadlineMs,
  })
  if (status === 0) return right(true)
  return status === heldByAnother ? right(false) : left("ENOLCK")
}

/**
 * flock(2) for runtimes that cannot call it: by the command of util-linux or busybox.
 *
 * The lock belongs to the open file, not to the process that asked for it. The command gets our
 * open file as its descriptor 3, locks it and ends; the lock stays with us until we close it or
 * die, by kill -9 too.
 */
import { spawn, spawnSync } from "node:child_process"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { ErrorCode, FlockWithin } from "./system-calls.js"

const deadlineMs = 5000
const longestTimerMs = 2 ** 31 - 1
const heldByAnother = 1

const given = (fd: number): ["ignore", "ignore", "ignore", number] => [
  "ignore",
  "ignore",
  "ignore",
  fd,
]

/** The system's name for it tells nobody that a program is missing. */
const noLock = (reason: string): Either<ErrorCode, never> =>
  left(`ENOLCK (the program flock of util-linux or busybox ${reason})`)

const notRun = (error: Error): Either<ErrorCode, never> =>
  noLock("code" in error && error.code === "ENOENT" ? "is not there" : `says: ${error.message}`)

/** `ENOLCK`, and why, if the command is missing or fails. */
export const flockCommand = (fd: number): Either<ErrorCode, boolean> => {
  const { status, error } = spawnSync("flock", ["-x", "-n", "3"], {
    stdio: given(fd),
    timeout: deadlineMs,
  })
  if (error !== undefined) return notRun(error)
  if (status === 0) return right(true)
  return status === heldByAnother ? right(false) : noLock(`failed with ${status}`)
}

/** The command of busybox knows no time limit, so it is killed at its end. */
export const flockCommandWithin: FlockWithin = (fd, timeoutMs) =>
  new Promise((resolve) => {
    const timeout = Math.min(timeoutMs, longestTimerMs)
    spawn("flock", ["-x", "3"], { stdio: given(fd), timeout, killSignal: "SIGKILL" })
      .on("error", (error) => resolve(notRun(error)))
      .on("close", (status) => {
        const wasKilled = status === null
        resolve(wasKilled || status === 0 ? right(!wasKilled) : noLock(`failed with ${status}`))
      })
  })

/** The file system that a set of system calls makes. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import { askAgain } from "./ask-again.js"
import type { FileError, FileSystem, Unlock } from "./file-system.js"
import { readAll, writeAll } from "./read-all.js"
import type { ErrorCode, FlockWithin, SystemCalls } from "./system-calls.js"

const lockMode = 0o750
const directoryMode = 0o755
const fileMode = 0o600

const at = <A>(path: string, result: Either<ErrorCode, A>): Either<FileError, A> =>
  isLeft(result) ? left({ code: result.left, path }) : result

/** Keeps the file open if its lock was had. A lock on a file that was removed excludes nobody. */
const hold = (
  calls: SystemCalls,
  path: string,
  fd: number,
  locked: Either<ErrorCode, boolean>,
): Either<FileError, Unlock | undefined> => {
  const isLocked = isRight(locked) && locked.right
  const removed = isLocked ? calls.isRemoved(fd) : locked
  if (isLocked && isRight(removed) && !removed.right) return right(() => calls.close(fd))
  calls.close(fd)
  return isLeft(removed) ? at(path, removed) : right(undefined)
}

/**
 * @param flockWithin default: asks again and again, and comes after all who wait in the queue.
 *
 * @example
 * const fs = fileSystemOf(nodeCalls(flockCommand), flockCommandWithin)
 */
export const fileSystemOf = (
  calls: SystemCalls,
  flockWithin: FlockWithin = (fd, timeoutMs) => askAgain(calls.flock, fd, timeoutMs),
): FileSystem => ({
  read: (path) => {
    const file = calls.open(path, "read", fileMode)
    if (isLeft(file)) return at(path, file)
    const content = readAll(calls, file.right)
    calls.close(file.right)
    return at(path, content)
  },
  readInto: (path, into) => {
    const file = calls.open(path, "read", fileMode)
    if (isLeft(file)) return at(path, file)
    const count = calls.read(file.right, into, 0)
    calls.close(file.right)
    return at(path, count)
  },
  create: (path, content, mode) => {
    const file = calls.open(path, "create", mode)
    if (isLeft(file)) return at(path, file)
    const written = writeAll(calls, file.right, content, 0)
    calls.close(file.right)
    return at(path, written)
  },
  write: (path, content, mode) => {
    const file = calls.open(path, "change", mode)
    if (isLeft(file)) return at(path, file)
    const written = writeAll(calls, file.right, content, 0)
    const ended = isLeft(written) ? written : calls.truncate(file.right, content.length)
    calls.close(file.right)
    return at(path, ended)
  },
  writeByte: (path, offset, byte) => {
    const file = calls.open(path, "change", fileMode)
    if (isLeft(file)) return at(path, file)
    const written = writeAll(calls, file.right, Uint8Array.of(byte), offset)
    calls.close(file.right)
    return at(path, written)
  },
  link: (path, newPath) => at(newPath, calls.link(path, newPath)),
  rename: (path, newPath) => at(newPath, calls.rename(path, newPath)),
  unlink: (path) => at(path, calls.unlink(path)),
  list: (path) => {
    const names: string[] = []
    const listed = calls.list(path, (name) => names.push(name))
    return isLeft(listed) ? at(path, listed) : right(names)
  },
  listEach: (path, use) => at(path, calls.list(path, use)),
  status: (path) => at(path, calls.status(path)),
  sync: (path) => {
    const file = calls.open(path, "read", fileMode)
    if (isLeft(file)) return at(path, file)
    const synced = calls.sync(file.right)
    calls.close(file.right)
    return at(path, synced)
  },
  mayAdd: (path) => at(path, calls.mayAdd(path)),
  setModified: (path, seconds) => at(path, calls.setModified(path, seconds)),
  makeDirectory: (path) => at(path, calls.makeDirectory(path, directoryMode)),
  removeDirectory: (path) => at(path, calls.removeDirectory(path)),
  tryLock: (path) => {
    const file = calls.open(path, "change", lockMode)
    if (isLeft(file)) return at(path, file)
    return hold(calls, path, file.right, calls.flock(file.right))
  },
  waitForLock: (path, timeoutMs) => {
    const file = calls.open(path, "change", lockMode)
    if (isLeft(file)) return at(path, file)
    const held = (locked: Either<ErrorCode, boolean>) => hold(calls, path, file.right, locked)
    const waiting = flockWithin(file.right, timeoutMs)
    return waiting instanceof Promise ? waiting.then(held) : held(waiting)
  },
})

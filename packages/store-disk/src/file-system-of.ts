/** The file system that a set of system calls makes. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import { readAll, writeAll } from "./read-all.js"
import type { ErrorCode, SystemCalls } from "./system-calls.js"

const lockMode = 0o750
const directoryMode = 0o755
const fileMode = 0o600

const at = <A>(path: string, result: Either<ErrorCode, A>): Either<FileError, A> =>
  isLeft(result) ? left({ code: result.left, path }) : result

/** A lock on a file that was removed meanwhile excludes nobody. */
const hold = (calls: SystemCalls, fd: number): Either<ErrorCode, boolean> => {
  const locked = calls.flock(fd)
  if (isLeft(locked) || !locked.right) return locked
  const removed = calls.isRemoved(fd)
  return isLeft(removed) ? removed : right(!removed.right)
}

/**
 * @example
 * const fs = fileSystemOf(nodeCalls(flockCommand))
 */
export const fileSystemOf = (calls: SystemCalls): FileSystem => ({
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
  setModified: (path, seconds) => at(path, calls.setModified(path, seconds)),
  makeDirectory: (path) => at(path, calls.makeDirectory(path, directoryMode)),
  removeDirectory: (path) => at(path, calls.removeDirectory(path)),
  tryLock: (path) => {
    const file = calls.open(path, "change", lockMode)
    if (isLeft(file)) return at(path, file)
    const held = hold(calls, file.right)
    if (isRight(held) && held.right) return right(() => calls.close(file.right))
    calls.close(file.right)
    return isLeft(held) ? at(path, held) : right(undefined)
  },
})

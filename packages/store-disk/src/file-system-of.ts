/** The file system that a set of system calls makes. */
import type { Either } from "fp-ts/lib/Either.js"
import { bimap, flatMap, isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem, Unlock } from "./file-system.js"
import { readAll, writeAll } from "./read-all.js"
import type { Access, ErrorCode, SystemCalls } from "./system-calls.js"

const lockMode = 0o750
const directoryMode = 0o755
const fileMode = 0o600

const at =
  (path: string) =>
  <A>(result: Either<ErrorCode, A>): Either<FileError, A> =>
    isLeft(result) ? left({ code: result.left, path }) : result

const openWith = <A>(
  calls: SystemCalls,
  path: string,
  access: Access,
  mode: number,
  use: (fd: number) => Either<ErrorCode, A>,
): Either<ErrorCode, A> => {
  const fd = calls.open(path, access, mode)
  if (isLeft(fd)) return fd
  const result = use(fd.right)
  calls.close(fd.right)
  return result
}

/** A lock on a file that was removed meanwhile excludes nobody. */
const hold = (calls: SystemCalls, fd: number): Either<ErrorCode, boolean> => {
  const locked = calls.flock(fd)
  if (isLeft(locked) || !locked.right) return locked
  const removed = calls.isRemoved(fd)
  return isLeft(removed) ? removed : right(!removed.right)
}

const tryLock = (calls: SystemCalls, path: string): Either<ErrorCode, Unlock | undefined> => {
  const fd = calls.open(path, "change", lockMode)
  if (isLeft(fd)) return fd
  const held = hold(calls, fd.right)
  if (isRight(held) && held.right) return right(() => calls.close(fd.right))
  calls.close(fd.right)
  return isLeft(held) ? held : right(undefined)
}

/**
 * @example
 * const fs = fileSystemOf(nodeCalls(flockCommand))
 */
export const fileSystemOf = (calls: SystemCalls): FileSystem => ({
  read: (path) => at(path)(openWith(calls, path, "read", fileMode, (fd) => readAll(calls, fd))),
  readInto: (path, into) =>
    at(path)(openWith(calls, path, "read", fileMode, (fd) => calls.read(fd, into, 0))),
  create: (path, content, mode) =>
    at(path)(openWith(calls, path, "create", mode, (fd) => writeAll(calls, fd, content, 0))),
  write: (path, content, mode) =>
    at(path)(
      openWith(calls, path, "change", mode, (fd) =>
        pipe(
          writeAll(calls, fd, content, 0),
          flatMap(() => calls.truncate(fd, content.length)),
        ),
      ),
    ),
  writeByte: (path, offset, byte) =>
    at(path)(
      openWith(calls, path, "change", fileMode, (fd) =>
        writeAll(calls, fd, Uint8Array.of(byte), offset),
      ),
    ),
  link: (path, newPath) => at(newPath)(calls.link(path, newPath)),
  rename: (path, newPath) => at(newPath)(calls.rename(path, newPath)),
  unlink: (path) => at(path)(calls.unlink(path)),
  list: (path) => {
    const names: string[] = []
    return pipe(
      calls.list(path, (name) => names.push(name)),
      bimap(
        (code) => ({ code, path }),
        () => names,
      ),
    )
  },
  listEach: (path, use) => at(path)(calls.list(path, use)),
  status: (path) => at(path)(calls.status(path)),
  setModified: (path, seconds) => at(path)(calls.setModified(path, seconds)),
  makeDirectory: (path) => at(path)(calls.makeDirectory(path, directoryMode)),
  removeDirectory: (path) => at(path)(calls.removeDirectory(path)),
  tryLock: (path) => at(path)(tryLock(calls, path)),
})

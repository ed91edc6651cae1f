/** The system calls, through node:fs. */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs"
import type { Either } from "fp-ts/lib/Either.js"
import { left, map, right } from "fp-ts/lib/Either.js"
import type { Access, ErrorCode, SystemCalls } from "./system-calls.js"

const flags: Readonly<Record<Access, number>> = {
  /** A pipe that somebody has put in a file's place must not make us wait for its writer. */
  read: constants.O_RDONLY | constants.O_NONBLOCK,
  create: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
  change: constants.O_RDWR | constants.O_CREAT,
}

const codeOf = (error: unknown): ErrorCode | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined

const attempt = <A>(act: () => A): Either<ErrorCode, A> => {
  try {
    return right(act())
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return left(code)
  }
}

/**
 * @param flock Node has no call for flock(2); `flockCommand` is one that works everywhere.
 *
 * @example
 * const fs = fileSystemOf(nodeCalls(flockCommand), flockCommandWithin)
 */
export const nodeCalls = (flock: SystemCalls["flock"]): SystemCalls => ({
  open: (path, access, mode) => attempt(() => openSync(path, flags[access], mode)),
  close: (fd) => {
    attempt(() => closeSync(fd))
  },
  read: (fd, into, offset) => attempt(() => readSync(fd, into, offset, into.length - offset, null)),
  write: (fd, content, offset, position) =>
    attempt(() => writeSync(fd, content, offset, content.length - offset, position)),
  truncate: (fd, length) => attempt(() => ftruncateSync(fd, length)),
  flock,
  isRemoved: (fd) => attempt(() => fstatSync(fd).nlink === 0),
  link: (path, newPath) => attempt(() => linkSync(path, newPath)),
  rename: (path, newPath) => attempt(() => renameSync(path, newPath)),
  unlink: (path) => attempt(() => unlinkSync(path)),
  status: (path) =>
    attempt(() => {
      const { dev, ino, nlink, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
      return { device: dev, inode: ino, links: nlink, modifiedNs: mtimeNs, changedNs: ctimeNs }
    }),
  sync: (fd) => attempt(() => fsyncSync(fd)),
  mayAdd: (path) => attempt(() => accessSync(path, constants.W_OK | constants.X_OK)),
  setModified: (path, seconds) => attempt(() => utimesSync(path, seconds, seconds)),
  list: (path, use) =>
    map((names: readonly string[]) => names.forEach(use))(attempt(() => readdirSync(path))),
  removeDirectory: (path) => attempt(() => rmdirSync(path)),
  makeDirectory: (path, mode) =>
    attempt(() => {
      mkdirSync(path, { recursive: true, mode })
    }),
})

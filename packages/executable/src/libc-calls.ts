/** The system calls of the disk store, through the C library. */
import type { Access, ErrorCode, SystemCalls } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { counted, cString, done, libc, secondCString } from "./libc.js"
import { listDirectory, makeDirectory, mayAdd, removeDirectory, sync } from "./libc-directories.js"
import { statusOfOpen, statusOfPath } from "./statx.js"

const closeOnExec = 0o2000000
/** A pipe that somebody has put in a file's place must not make us wait for its writer. */
const withoutBlocking = 0o4000
const create = 0o100
const exclusive = 0o200

const flags: Readonly<Record<Access, number>> = {
  read: closeOnExec | withoutBlocking,
  create: 1 | create | exclusive | closeOnExec,
  change: 2 | create | closeOnExec,
}

/** Files leave more garbage than names; libc-directories.ts says why it is cleared at all. */
const filesForCollector = 512
let opened = 0

const lockExclusively = 2
const withoutWaiting = 4

const currentDirectory = -100

/** `Math.floor`, for a command that otherwise needs nothing of `Math`: making that takes 1 % of it. */
const floor = (number: number): number => {
  const fraction = number % 1
  return fraction < 0 ? number - fraction - 1 : number - fraction
}

/** Two `struct timespec`: the time of the last access, and that of the last change. */
const timesOf = (seconds: number): BigInt64Array => {
  const times = new BigInt64Array(4)
  const whole = floor(seconds)
  times[0] = times[2] = BigInt(whole)
  times[1] = times[3] = BigInt(floor((seconds - whole) * 1e9))
  return times
}

const flock = (fd: number): Either<ErrorCode, boolean> => {
  const result = done(libc.flock(fd, lockExclusively | withoutWaiting))
  if (isLeft(result)) return result.left === "EAGAIN" ? right(false) : result
  return right(true)
}

/**
 * @example
 * const fs = fileSystemOf(libcCalls, flockWithin)
 */
export const libcCalls: SystemCalls = {
  open: (path, access, mode) => {
    if (++opened % filesForCollector === 0) Bun.gc(true)
    return counted(libc.open(cString(path), flags[access], mode))
  },
  close: (fd) => {
    libc.close(fd)
  },
  read: (fd, into, offset) => {
    const rest = into.subarray(offset)
    return counted(libc.read(fd, rest, rest.length))
  },
  write: (fd, content, offset, position) => {
    const rest = content.subarray(offset)
    return counted(libc.pwrite(fd, rest, rest.length, position))
  },
  truncate: (fd, length) => done(libc.ftruncate(fd, length)),
  flock,
  isRemoved: (fd) => {
    const status = statusOfOpen(fd)
    return isLeft(status) ? status : right(status.right.links === 0n)
  },
  link: (path, newPath) => done(libc.link(cString(path), secondCString(newPath))),
  rename: (path, newPath) => done(libc.rename(cString(path), secondCString(newPath))),
  unlink: (path) => done(libc.unlink(cString(path))),
  status: statusOfPath,
  sync,
  mayAdd,
  setModified: (path, seconds) =>
    done(libc.utimensat(currentDirectory, cString(path), timesOf(seconds), 0)),
  list: listDirectory,
  removeDirectory,
  makeDirectory,
}

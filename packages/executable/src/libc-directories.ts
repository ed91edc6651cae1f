/**
 * Directories through the C library, and what else is seldom asked of it.
 *
 * Few commands list or make one, so these calls are bound when they are needed first; node:fs
 * would take the time and the memory of forty of them.
 */
import type { ErrorCode } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { bindLibc } from "./bind-libc.js"
import { counted, cString, done, libc } from "./libc.js"

const bind = () =>
  bindLibc({
    mkdir: { args: ["ptr", "u32"], returns: "i32" },
    rmdir: { args: ["ptr"], returns: "i32" },
    fsync: { args: ["i32"], returns: "i32" },
    access: { args: ["ptr", "i32"], returns: "i32" },
    // Old versions of the library have no getdents64 of its own.
    syscall: { args: ["i64", "i32", "ptr", "u64"], returns: "i32" },
  })

let bound: ReturnType<typeof bind> | undefined

const calls = () => {
  bound ??= bind()
  return bound
}

const isArm = process.arch === "arm64"
const getdents64 = isArm ? 61 : 217
/** What is O_DIRECTORY on one is O_DIRECT on the other, which no directory can be opened with. */
const openDirectory = isArm ? 0o40000 : 0o200000
const directoryOnly = openDirectory | 0o2000000
const chunkSize = 32_768
/** `struct linux_dirent64`: an inode, an offset, the length of the entry, a type, and the name. */
const at = { length: 16, name: 19 }

/**
 * By itself the collector comes when 32 MB are garbage, which is as much as all the rest of a
 * command takes. In a large directory it is called every so many names, for less than a
 * millisecond each time.
 */
const namesForCollector = 1024

const eachName = (chunk: Buffer, length: number, use: (name: string) => void): number => {
  let count = 0
  for (let entry = 0; entry < length; count++) {
    const first = entry + at.name
    const name = chunk.toString("utf8", first, chunk.indexOf(0, first))
    if (name !== "." && name !== "..") use(name)
    entry += (chunk[entry + at.length] ?? 0) | ((chunk[entry + at.length + 1] ?? 0) << 8)
  }
  return count
}

const listOpen = (fd: number, use: (name: string) => void): Either<ErrorCode, void> => {
  const chunk = Buffer.alloc(chunkSize)
  let uncollected = 0
  for (;;) {
    const length = counted(calls().syscall(getdents64, fd, chunk, chunk.length))
    if (isLeft(length)) return length
    if (length.right === 0) return right(undefined)
    uncollected += eachName(chunk, length.right, use)
    if (uncollected < namesForCollector) continue
    uncollected = 0
    Bun.gc(true)
  }
}

export const listDirectory = (
  path: string,
  use: (name: string) => void,
): Either<ErrorCode, void> => {
  const fd = counted(libc.open(cString(path), directoryOnly, 0))
  if (isLeft(fd)) return fd
  try {
    return listOpen(fd.right, use)
  } finally {
    libc.close(fd.right)
  }
}

/** Removes an empty directory. */
export const removeDirectory = (path: string): Either<ErrorCode, void> =>
  done(calls().rmdir(cString(path)))

export const sync = (fd: number): Either<ErrorCode, void> => done(calls().fsync(fd))

const writeAndSearch = 2 | 1

/** Whether names may be added to the directory. */
export const mayAdd = (path: string): Either<ErrorCode, void> =>
  done(calls().access(cString(path), writeAndSearch))

const isDirectory = (path: string): boolean => {
  const fd = libc.open(cString(path), directoryOnly, 0)
  if (fd < 0) return false
  libc.close(fd)
  return true
}

const makeOne = (path: string, mode: number): Either<ErrorCode, void> => {
  const made = done(calls().mkdir(cString(path), mode))
  return isLeft(made) && made.left === "EEXIST" && isDirectory(path) ? right(undefined) : made
}

/** Makes the directory and those above it, as far as they are missing. */
export const makeDirectory = (path: string, mode: number): Either<ErrorCode, void> => {
  const made = makeOne(path, mode)
  const end = path.lastIndexOf("/")
  if (!isLeft(made) || made.left !== "ENOENT" || end < 1) return made
  const above = makeDirectory(path.slice(0, end), mode)
  return isLeft(above) ? above : makeOne(path, mode)
}

/**
 * The few calls of the C library that a command needs.
 *
 * Loading node:fs takes a quarter of the time in which a command of ours starts and ends; these
 * calls are had in a tenth of that.
 */
import type { ErrorCode } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import { bindLibc, read } from "./bind-libc.js"
import { errorName } from "./errno.js"

/** Nothing here is larger than 2 GiB, so counts of bytes are read as `i32`. */
export const libc = bindLibc({
  open: { args: ["ptr", "i32", "u32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
  read: { args: ["i32", "ptr", "u64"], returns: "i32" },
  write: { args: ["i32", "ptr", "u64"], returns: "i32" },
  pwrite: { args: ["i32", "ptr", "u64", "i64"], returns: "i32" },
  ftruncate: { args: ["i32", "i64"], returns: "i32" },
  flock: { args: ["i32", "i32"], returns: "i32" },
  link: { args: ["ptr", "ptr"], returns: "i32" },
  rename: { args: ["ptr", "ptr"], returns: "i32" },
  unlink: { args: ["ptr"], returns: "i32" },
  statx: { args: ["i32", "ptr", "i32", "u32", "ptr"], returns: "i32" },
  utimensat: { args: ["i32", "ptr", "ptr", "i32"], returns: "i32" },
  gethostname: { args: ["ptr", "u64"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
})

const encoder = new TextEncoder()

const mostBytesPerUnit = 3

/**
 * Memory for the path of a call, and for the second one of those that take two. Each size of a
 * small array has a page of the heap to itself, so fresh ones would cost a command a dozen.
 */
const longestUsualPath = 4096
const ofFirst = new Uint8Array(longestUsualPath)
const ofSecond = new Uint8Array(longestUsualPath)

const write = (text: string, usual: Uint8Array): Uint8Array => {
  if (text.includes("\0")) throw new Error("a path has a NUL character in it")
  const most = text.length * mostBytesPerUnit + 1
  const bytes = most > longestUsualPath ? new Uint8Array(most) : usual
  bytes[encoder.encodeInto(text, bytes).written] = 0
  return bytes
}

/**
 * A text as C has it, up to the next call. One with a NUL in it would be another text there.
 */
export const cString = (text: string): Uint8Array => write(text, ofFirst)

/** The second text of one call. */
export const secondCString = (text: string): Uint8Array => write(text, ofSecond)

const lastError = (): ErrorCode => {
  const location = libc.__errno_location()
  return location === null ? "EIO" : errorName(read.i32(location))
}

/** What a call returned: a count or a descriptor, or -1 and the reason in errno. */
export const counted = (result: number): Either<ErrorCode, number> =>
  result < 0 ? left(lastError()) : right(result)

export const done = (result: number): Either<ErrorCode, void> =>
  result < 0 ? left(lastError()) : right(undefined)

/** Reads a file to its end, and writes all of a text, which a system call may do by halves. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import type { ErrorCode, SystemCalls } from "./system-calls.js"

/**
 * Holds a bit page, and any lease file or record, with one byte to spare. One for all reads:
 * fresh memory is what a short command spends its time on.
 */
const firstChunk = new Uint8Array(4097)

export const readAll = (
  { read }: Pick<SystemCalls, "read">,
  fd: number,
): Either<ErrorCode, Uint8Array> => {
  let content = firstChunk
  let length = 0
  for (;;) {
    const count = read(fd, content, length)
    if (isLeft(count)) return count
    length += count.right
    // Less than there was room for: that was the end, for these are regular files.
    if (length < content.length) return right(content.slice(0, length))
    const larger = new Uint8Array(content.length * 4)
    larger.set(content)
    content = larger
  }
}

export const writeAll = (
  { write }: Pick<SystemCalls, "write">,
  fd: number,
  content: Uint8Array,
  position: number,
): Either<ErrorCode, void> => {
  let written = 0
  while (written < content.length) {
    const count = write(fd, content, written, position + written)
    if (isLeft(count)) return count
    written += count.right
  }
  return right(undefined)
}

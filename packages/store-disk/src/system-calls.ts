/**
 * The system calls of which the file system is made: by node:fs under Node, by the C library in
 * the compiled executable.
 */
import type { Either } from "fp-ts/lib/Either.js"
import type { FileStatus } from "./file-system.js"

/** The name of an error of the system: `ENOENT`. */
export type ErrorCode = string

/**
 * How a file is opened: to be read; to be written, when it must not exist; to be changed, when
 * it may or may not exist, and keeps its content.
 */
export type Access = "read" | "create" | "change"

export interface SystemCalls {
  /** @returns a file descriptor, to be closed. */
  readonly open: (path: string, access: Access, mode: number) => Either<ErrorCode, number>
  readonly close: (fd: number) => void
  /** Reads from where the last read ended into `into`, at `offset`. 0 at the end. */
  readonly read: (fd: number, into: Uint8Array, offset: number) => Either<ErrorCode, number>
  /** Writes from `offset` of the content to `position` of the file; perhaps not all. */
  readonly write: (
    fd: number,
    content: Uint8Array,
    offset: number,
    position: number,
  ) => Either<ErrorCode, number>
  readonly truncate: (fd: number, length: number) => Either<ErrorCode, void>
  /** flock(2), exclusively and without waiting. Whether the lock was had. */
  readonly flock: (fd: number) => Either<ErrorCode, boolean>
  /** Whether the open file has no name any more. */
  readonly isRemoved: (fd: number) => Either<ErrorCode, boolean>
  readonly link: (path: string, newPath: string) => Either<ErrorCode, void>
  readonly rename: (path: string, newPath: string) => Either<ErrorCode, void>
  readonly unlink: (path: string) => Either<ErrorCode, void>
  readonly status: (path: string) => Either<ErrorCode, FileStatus>
  /** fsync(2) */
  readonly sync: (fd: number) => Either<ErrorCode, void>
  /** access(2), for writing and searching. */
  readonly mayAdd: (path: string) => Either<ErrorCode, void>
  /** @param seconds since 1970. */
  readonly setModified: (path: string, seconds: number) => Either<ErrorCode, void>
  /** Tells every name in the directory but `.` and `..`. */
  readonly list: (path: string, use: (name: string) => void) => Either<ErrorCode, void>
  /** Removes an empty directory. */
  readonly removeDirectory: (path: string) => Either<ErrorCode, void>
  /** Makes the directory and those above it, as far as they are missing. */
  readonly makeDirectory: (path: string, mode: number) => Either<ErrorCode, void>
}

/**
 * flock(2), exclusively, with waiting.
 *
 * @returns whether the lock was had in time.
 */
export type FlockWithin = (
  fd: number,
  timeoutMs: number,
) => Either<ErrorCode, boolean> | Promise<Either<ErrorCode, boolean>>

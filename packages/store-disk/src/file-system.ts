/**
 * All that the store asks of a file system: the narrow port at which faults are injected in
 * tests, and under which another runtime can be put one day.
 *
 * Every function but the one that waits is synchronous. What happens under the network's lock
 * happens in one go, so that no other work of this process can come between.
 */
import type { Either } from "fp-ts/lib/Either.js"

/** Why the system refused: `ENOENT`, `ENOSPC`, … and for which path. */
export interface FileError {
  readonly code: string
  readonly path: string
}

export interface FileStatus {
  /** Of the file system that the file is in. */
  readonly device: bigint
  readonly inode: bigint
  /** How many names the file has. */
  readonly links: bigint
  /** Time of the last change of the content, in nanoseconds since 1970. */
  readonly modifiedNs: bigint
  /** Time of the last change of anything, which nobody can set: the system's clock had it. */
  readonly changedNs: bigint
}

/** Gives a lock back. */
export type Unlock = () => void

export interface FileSystem {
  readonly read: (path: string) => Either<FileError, Uint8Array>
  /** Reads the beginning of the file into `into`; how many bytes of it were had. */
  readonly readInto: (path: string, into: Uint8Array) => Either<FileError, number>
  /** Creates the file with this content; `EEXIST` if there is something of that name. */
  readonly create: (path: string, content: Uint8Array, mode: number) => Either<FileError, void>
  /** Replaces the content in place: somebody who reads meanwhile may see half of it. */
  readonly write: (path: string, content: Uint8Array, mode: number) => Either<FileError, void>
  /** Writes one byte in place, and creates the file if there is none. */
  readonly writeByte: (path: string, offset: number, byte: number) => Either<FileError, void>
  /** Gives the file a second name, atomically; `EEXIST` if that is taken. */
  readonly link: (path: string, newPath: string) => Either<FileError, void>
  /** Moves the file, atomically, over whatever is there. */
  readonly rename: (path: string, newPath: string) => Either<FileError, void>
  readonly unlink: (path: string) => Either<FileError, void>
  /** Names in the directory, in no order. */
  readonly list: (path: string) => Either<FileError, readonly string[]>
  /**
   * Tells every name in the directory, in no order, however many there are in little memory.
   * A name that was told may be removed meanwhile. After an error some were told and some not.
   */
  readonly listEach: (path: string, use: (name: string) => void) => Either<FileError, void>
  readonly status: (path: string) => Either<FileError, FileStatus>
  /** Waits until a file's content, or a directory's names, would outlast a power cut. */
  readonly sync: (path: string) => Either<FileError, void>
  /** Whether names may be added to the directory: not only by its mode. Changes nothing. */
  readonly mayAdd: (path: string) => Either<FileError, void>
  /** Sets the time of the last change of the content, in seconds since 1970. */
  readonly setModified: (path: string, seconds: number) => Either<FileError, void>
  /** Removes an empty directory; `ENOTEMPTY` if there is something in it. */
  readonly removeDirectory: (path: string) => Either<FileError, void>
  /** Makes the directory and those above it, as far as they are missing. */
  readonly makeDirectory: (path: string) => Either<FileError, void>
  /**
   * Locks the file exclusively with flock(2), creating it if there is none, without waiting.
   *
   * @returns `undefined` if somebody else holds the lock.
   */
  readonly tryLock: (path: string) => Either<FileError, Unlock | undefined>
  /**
   * The same, once others have given the lock back.
   *
   * @returns `undefined` if they have not in time, or if the file was removed meanwhile.
   */
  readonly waitForLock: (
    path: string,
    timeoutMs: number,
  ) => Either<FileError, Unlock | undefined> | Promise<Either<FileError, Unlock | undefined>>
}

/** statx(2), whose structure is the same on every architecture. */
import type { ErrorCode } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { cString, done, libc } from "./libc.js"

export interface Statx {
  readonly device: bigint
  /** To be compared with others: one above 2^63 is negative. */
  readonly inode: bigint
  readonly links: bigint
  /** In nanoseconds since 1970. */
  readonly modifiedNs: bigint
  readonly changedNs: bigint
}

const currentDirectory = -100
const emptyPath = 0x1000
const basicStats = 0x7ff

/** The structure, whose 256 bytes are read as words of eight, with room to spare: libc.ts says why. */
const words = new BigInt64Array(128)
const lowHalf = 0xffff_ffffn
const nanosecondsPerSecond = 1_000_000_000n

const statx = (directory: number, path: string, flags: number): Either<ErrorCode, Statx> => {
  const result = done(libc.statx(directory, cString(path), flags, basicStats, words))
  if (isLeft(result)) return result
  const {
    2: links = 0n,
    4: inode = 0n,
    12: changedSeconds = 0n,
    13: changedNanoseconds = 0n,
    14: seconds = 0n,
    15: nanoseconds = 0n,
    17: device = 0n,
  } = words
  return right({
    device,
    inode,
    links: links & lowHalf,
    modifiedNs: seconds * nanosecondsPerSecond + (nanoseconds & lowHalf),
    changedNs: changedSeconds * nanosecondsPerSecond + (changedNanoseconds & lowHalf),
  })
}

export const statusOfPath = (path: string): Either<ErrorCode, Statx> =>
  statx(currentDirectory, path, 0)

export const statusOfOpen = (fd: number): Either<ErrorCode, Statx> => statx(fd, "", emptyPath)

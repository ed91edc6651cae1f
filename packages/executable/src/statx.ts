/** statx(2), whose structure is the same on every architecture. */
import type { ErrorCode } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { map } from "fp-ts/lib/Either.js"
import { cString, done, libc } from "./libc.js"

export interface Statx {
  readonly device: string
  readonly inode: bigint
  readonly links: bigint
  /** In nanoseconds since 1970. */
  readonly modifiedNs: bigint
}

const currentDirectory = -100
const emptyPath = 0x1000
const basicStats = 0x7ff

const size = 256
const at = { links: 16, inode: 32, seconds: 112, nanoseconds: 120, major: 136, minor: 140 }

const read = (view: DataView): Statx => ({
  device: `${view.getUint32(at.major, true)}:${view.getUint32(at.minor, true)}`,
  inode: view.getBigUint64(at.inode, true),
  links: BigInt(view.getUint32(at.links, true)),
  modifiedNs:
    view.getBigInt64(at.seconds, true) * 1_000_000_000n +
    BigInt(view.getUint32(at.nanoseconds, true)),
})

const statx = (directory: number, path: string, flags: number): Either<ErrorCode, Statx> => {
  const buffer = new Uint8Array(size)
  return map(() => read(new DataView(buffer.buffer)))(
    done(libc.statx(directory, cString(path), flags, basicStats, buffer)),
  )
}

export const statusOfPath = (path: string): Either<ErrorCode, Statx> =>
  statx(currentDirectory, path, 0)

export const statusOfOpen = (fd: number): Either<ErrorCode, Statx> => statx(fd, "", emptyPath)

/** Work on one network under its lock, with an index that can be relied on. */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { FileSystem } from "./file-system.js"
import type { LeaseIndex } from "./index-files.js"
import { indexFiles } from "./index-files.js"
import type { NetworkPaths } from "./paths.js"
import { rebuild } from "./rebuild.js"
import type { Seal } from "./seal.js"
import { breakSeal, checkSeal, isBroken, readBootId, writeSeal } from "./seal.js"
import { unavailable } from "./unavailable.js"

export interface Session {
  readonly fs: FileSystem
  readonly paths: NetworkPaths
  readonly index: LeaseIndex
  /** When the whole directory was last read, in milliseconds since 1970. */
  readonly scannedAt: number
  /** What was mended on the way, one sentence each. */
  readonly repairs: readonly string[]
}

interface Opened extends Session {
  /** Present if the index on disk was found to be good. */
  readonly seal: Seal | undefined
  /** Whether the index on disk is what `index` says. */
  readonly isWritten: boolean
}

const openAnew = (
  fs: FileSystem,
  paths: NetworkPaths,
  node: string,
): Either<StoreError, Opened> => {
  const scannedAt = Date.now()
  const rebuilt = rebuild(fs, paths, node)
  if (isLeft(rebuilt)) return left(unavailable("read leases in")(rebuilt.left))
  const { known, written, repairs } = rebuilt.right
  const index = indexFiles(fs, paths, known)
  return right({ fs, paths, index, scannedAt, repairs, seal: undefined, isWritten: written })
}

const open = (
  fs: FileSystem,
  paths: NetworkPaths,
  node: string,
  bootId: string,
): Either<StoreError, Opened> => {
  const seal = checkSeal(fs, paths, bootId)
  if (seal === undefined) return openAnew(fs, paths, node)
  const index = indexFiles(fs, paths)
  return right({ fs, paths, index, scannedAt: seal.scannedAt, repairs: [], seal, isWritten: true })
}

/**
 * Runs `work` with the index, and seals what it leaves.
 *
 * The caller holds the lock. `work` changes the directory first and the index afterwards: then,
 * whatever interrupts it, the broken seal tells.
 *
 * @param node this machine, for leases that do not tell who made them.
 * @param mustScan read the whole directory, even if the index seems good.
 */
export const inSession = <A>(
  fs: FileSystem,
  paths: NetworkPaths,
  node: string,
  mustScan: boolean,
  work: (session: Session) => Either<StoreError, A>,
): Either<StoreError, A> => {
  const bootId = readBootId(fs)
  const opened = mustScan ? openAnew(fs, paths, node) : open(fs, paths, node, bootId)
  if (isLeft(opened)) return opened
  const { index, isWritten, seal, scannedAt } = opened.right
  const result = work(opened.right)
  const isCurrent = seal !== undefined && !isBroken(fs, paths, seal)
  if (!index.isSound()) breakSeal(fs, paths)
  else if (isWritten && !isCurrent) writeSeal(fs, paths, bootId, scannedAt)
  return result
}

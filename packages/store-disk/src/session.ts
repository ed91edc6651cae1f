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
import { breakSeal, isBroken, readSeal, writeSeal } from "./seal.js"
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

/** What one session leaves to the next one of this process, if nobody came between. */
interface Remembered {
  readonly seal: Seal
  readonly index: LeaseIndex
}

/** Where sessions of one network are held. */
export interface SessionPlace {
  readonly fs: FileSystem
  readonly paths: NetworkPaths
  /** This machine, for leases that do not tell who made them. */
  readonly node: string
  readonly bootId: () => string
  readonly memory: Map<string, Remembered>
}

interface Opened extends Session {
  readonly rosterSize: number
  /** Absent if the index had to be made anew. */
  readonly seal: Seal | undefined
  /** Whether the index on disk is what `index` says. */
  readonly isWritten: boolean
}

const openAnew = (place: SessionPlace, old: Seal | undefined): Either<StoreError, Opened> => {
  const { fs, paths, node } = place
  const scannedAt = Date.now()
  const rebuilt = rebuild(fs, paths)
  if (isLeft(rebuilt)) return left(unavailable("read leases in")(rebuilt.left))
  const { fresh, isWritten, repairs } = rebuilt.right
  const rosterSize = isWritten ? fresh.roster.size : (old?.rosterSize ?? fresh.roster.size)
  const index = indexFiles({ fs, paths, node, rosterSize, fresh })
  return right({ fs, paths, index, scannedAt, repairs, rosterSize, seal: undefined, isWritten })
}

const openWith = (
  { fs, paths }: SessionPlace,
  { seal, index }: Remembered,
): Either<StoreError, Opened> => {
  const { scannedAt, rosterSize } = seal
  return right({ fs, paths, index, scannedAt, repairs: [], rosterSize, seal, isWritten: true })
}

const open = (place: SessionPlace): Either<StoreError, Opened> => {
  const { fs, paths, node, memory, bootId } = place
  const seal = readSeal(fs, paths)
  if (seal === undefined || seal.bootId !== bootId() || isBroken(fs, paths, seal))
    return openAnew(place, seal)
  const remembered = memory.get(paths.network)
  if (remembered?.seal.modifiedNs === seal.modifiedNs) return openWith(place, remembered)
  const index = indexFiles({ fs, paths, node, rosterSize: seal.rosterSize })
  return openWith(place, { seal, index })
}

/** Leaves a seal that says whether the index can be relied on. */
const finish = (place: SessionPlace, opened: Opened): void => {
  const { fs, paths, node, memory, bootId } = place
  const { index, seal, scannedAt, rosterSize, isWritten } = opened
  memory.delete(paths.network)
  if (!index.isSound()) breakSeal(fs, paths)
  else if (seal !== undefined && !isBroken(fs, paths, seal))
    memory.set(paths.network, { seal, index })
  else if (isWritten) {
    const written = writeSeal(fs, paths, { bootId: bootId(), scannedAt, rosterSize })
    if (isLeft(written)) return
    // What a scan has found is too much to be kept in memory.
    const kept = seal === undefined ? indexFiles({ fs, paths, node, rosterSize }) : index
    memory.set(paths.network, { seal: written.right, index: kept })
  }
}

/**
 * Runs `work` with the index, and seals what it leaves.
 *
 * The caller holds the lock. `work` changes the directory first and the index afterwards: then,
 * whatever interrupts it, the broken seal tells.
 *
 * @param mustScan read the whole directory, even if the index seems good.
 */
export const inSession = <A>(
  place: SessionPlace,
  mustScan: boolean,
  work: (session: Session) => Either<StoreError, A>,
): Either<StoreError, A> => {
  const opened = mustScan ? openAnew(place, readSeal(place.fs, place.paths)) : open(place)
  if (isLeft(opened)) return opened
  const result = work(opened.right)
  finish(place, opened.right)
  return result
}

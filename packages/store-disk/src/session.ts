/** Work on one network under its lock, with an index that can be relied on. */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { LeaseIndex } from "./index-files.js"
import { indexFiles } from "./index-files.js"
import type { NetworkPaths } from "./paths.js"
import type { Rebuilt } from "./rebuild.js"
import { rebuild } from "./rebuild.js"
import type { Seal } from "./seal.js"
import { breakSeal, isChanged, markReading, readSeal, sameSeal, writeSeal } from "./seal.js"
import { textOf } from "./text.js"
import { unavailable } from "./unavailable.js"

export interface Session {
  readonly fs: FileSystem
  readonly paths: NetworkPaths
  /** This machine, for leases that do not tell who made them. */
  readonly node: string
  readonly index: LeaseIndex
  /** Absent if the index had to be made anew. */
  readonly seal: Seal | undefined
  /** As in the seal. */
  readonly scannedAt: string
  readonly rosterSize: number
  /** Whether the index on disk is what `index` says. */
  readonly isWritten: boolean
  /** What was mended on the way, one sentence each. */
  readonly repairs: readonly string[]
}

/** What sessions leave to the next ones of this process. */
interface Memory {
  bootId?: string
  /** By network, for its next session, if nobody comes between. */
  readonly networks: Map<string, { readonly seal: Seal; readonly index: LeaseIndex }>
}

/** Where sessions are held. */
export interface SessionPlace {
  readonly fs: FileSystem
  readonly node: string
  readonly memory: Memory
}

const bootIdFile = "/proc/sys/kernel/random/boot_id"

/** Empty where the system does not tell: then a restart is not noticed. */
const bootIdOf = ({ fs, memory }: SessionPlace): string => {
  if (memory.bootId === undefined) {
    const content = fs.read(bootIdFile)
    memory.bootId = isLeft(content) ? "" : textOf(content.right).trim()
  }
  return memory.bootId
}

const mostReadings = 3

/**
 * Reads the directory until nobody has changed it meanwhile. Where somebody always does, it is not
 * taken for written, and so each command reads it.
 */
const readUnchanged = (
  fs: FileSystem,
  paths: NetworkPaths,
  readingsLeft = mostReadings,
  before: readonly string[] = [],
): Either<FileError, Rebuilt> => {
  const marked = markReading(fs, paths)
  const rebuilt = rebuild(fs, paths)
  if (isLeft(rebuilt)) return rebuilt
  const repairs = [...before, ...rebuilt.right.repairs]
  const isAsRead = isRight(marked) && !isChanged(fs, paths, marked.right)
  if (isAsRead) return right({ ...rebuilt.right, repairs })
  if (isRight(marked) && readingsLeft > 1)
    return readUnchanged(fs, paths, readingsLeft - 1, repairs)
  return right({ ...rebuilt.right, repairs, isWritten: false })
}

const openAnew = (
  { fs, node }: SessionPlace,
  paths: NetworkPaths,
  old: Seal | undefined,
): Either<StoreError, Session> => {
  const scannedAt = `${Date.now()}`
  const rebuilt = readUnchanged(fs, paths)
  if (isLeft(rebuilt)) return left(unavailable("read leases in")(rebuilt.left))
  const { fresh, isWritten, repairs } = rebuilt.right
  const rosterSize = isWritten ? fresh.roster.size : (old?.rosterSize ?? fresh.roster.size)
  const index = indexFiles({ fs, paths, node, rosterSize, fresh })
  return right({
    fs,
    paths,
    node,
    index,
    seal: undefined,
    scannedAt,
    rosterSize,
    isWritten,
    repairs,
  })
}

/**
 * The caller holds the lock, changes the directory first and the index afterwards, and closes the
 * session: then, whatever interrupts it, the broken seal tells.
 *
 * @param mustScan read the whole directory, even if the index seems good.
 */
export const openSession = (
  place: SessionPlace,
  paths: NetworkPaths,
  mustScan: boolean,
): Either<StoreError, Session> => {
  const { fs, node, memory } = place
  const seal = readSeal(fs, paths)
  const isGood =
    !mustScan &&
    seal !== undefined &&
    seal.bootId === bootIdOf(place) &&
    !isChanged(fs, paths, seal)
  if (!isGood) return openAnew(place, paths, seal)
  const { scannedAt, rosterSize } = seal
  const remembered = memory.networks.get(paths.network)
  const index =
    remembered !== undefined && sameSeal(remembered.seal, seal)
      ? remembered.index
      : indexFiles({ fs, paths, node, rosterSize })
  return right({
    fs,
    paths,
    node,
    index,
    seal,
    scannedAt,
    rosterSize,
    isWritten: true,
    repairs: [],
  })
}

/** Leaves a seal that says whether the index can be relied on. */
export const closeSession = (place: SessionPlace, session: Session): void => {
  const { fs, node, memory } = place
  const { paths, index, seal, scannedAt, rosterSize, isWritten } = session
  memory.networks.delete(paths.network)
  if (!index.isSound()) {
    breakSeal(fs, paths)
    return
  }
  let current = seal
  // Whoever has changed the directory while nothing was done has broken the seal, and so it stays.
  if (seal !== undefined && !index.isTouched()) {
    if (isChanged(fs, paths, seal)) return
  } else if (isWritten) {
    const written = writeSeal(fs, paths, { bootId: bootIdOf(place), scannedAt, rosterSize }, seal)
    if (isLeft(written)) return
    current = written.right
  }
  if (current === undefined) return
  // What a scan has found is too much to be kept in memory.
  const kept = seal === undefined ? indexFiles({ fs, paths, node, rosterSize }) : index
  kept.settle()
  memory.networks.set(paths.network, { seal: current, index: kept })
}

/** Leaves the network to whoever may have made it anew: there is nothing to be said of it. */
export const abandonSession = ({ memory }: SessionPlace, { paths }: Session): void => {
  memory.networks.delete(paths.network)
}

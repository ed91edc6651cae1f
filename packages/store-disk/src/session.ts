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

const openAnew = (
  { fs, node }: SessionPlace,
  paths: NetworkPaths,
  old: Seal | undefined,
): Either<StoreError, Session> => {
  const scannedAt = `${Date.now()}`
  const rebuilt = rebuild(fs, paths)
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
    !mustScan && seal !== undefined && seal.bootId === bootIdOf(place) && !isBroken(fs, paths, seal)
  if (!isGood) return openAnew(place, paths, seal)
  const { scannedAt, rosterSize } = seal
  const remembered = memory.networks.get(paths.network)
  const index =
    remembered?.seal.modifiedNs === seal.modifiedNs
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
  if (!index.isSound()) breakSeal(fs, paths)
  else if (seal !== undefined && !isBroken(fs, paths, seal))
    memory.networks.set(paths.network, { seal, index })
  else if (isWritten) {
    const written = writeSeal(fs, paths, { bootId: bootIdOf(place), scannedAt, rosterSize }, seal)
    if (isLeft(written)) return
    // What a scan has found is too much to be kept in memory.
    const kept = seal === undefined ? indexFiles({ fs, paths, node, rosterSize }) : index
    memory.networks.set(paths.network, { seal: written.right, index: kept })
  }
}

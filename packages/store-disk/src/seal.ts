/**
 * Tells whether the index still describes the directory.
 *
 * After each change of ours the directory gets a modification time that lies in the past, and
 * the seal remembers it. Whoever else adds or removes a file, the system sets that time to the
 * present, and the seal is broken; so it is after a crash between our change and the new seal.
 * Unlike a comparison of clocks this needs no fine-grained timestamps.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { remove } from "./remove.js"
import { hashOf } from "./roster.js"
import { bytesOf, textOf } from "./text.js"

export interface Seal {
  /** Of this start of the machine: what was written last before a power cut may be torn. */
  readonly bootId: string
  /** Of the directory: the times of its last changes, by which a change is told. */
  readonly times: string
  /**
   * When the directory was last read as a whole, in milliseconds since 1970. Left as the text that
   * it is in the file: most commands only pass it on.
   */
  readonly scannedAt: string
  /** How many files the roster has that was made then. */
  readonly rosterSize: number
  /** Which seal since then it is: no other one is the same, however coarse the times are. */
  readonly turn: number
}

const format = "4"
const mode = 0o600
/** Coarser than the timestamps of any file system in use. */
const sealedAgoMs = 2000
/** While the directory is read: whatever the clock, a seal of before does not become whole by it. */
const readAgoMs = 10_000

/**
 * Below a second, and as good as by chance, for each seal another: within one millisecond no two of
 * them are made from the same one before.
 */
const chanceMs = (text: string): number => (hashOf(text) / 2 ** 32) * 1000

/**
 * The time of the last change of the content, which anybody can set, and which is in the past, so
 * that it tells a change within the same tick; and the time of the last change of anything, which
 * nobody can set, so that it tells a directory whose content and time were restored.
 */
const timesOf = (fs: FileSystem, paths: NetworkPaths): Either<FileError, string> => {
  const status = fs.status(paths.leases)
  return isLeft(status) ? status : right(`${status.right.modifiedNs}/${status.right.changedNs}`)
}

/** Whether the directory was changed since it had these times. */
export const isChanged = (
  fs: FileSystem,
  paths: NetworkPaths,
  { times }: Pick<Seal, "times">,
): boolean => {
  const now = timesOf(fs, paths)
  return isLeft(now) || now.right !== times
}

/** Gives the directory a time in the past, so that whatever is done to it from now on tells. */
const setBack = (
  fs: FileSystem,
  paths: NetworkPaths,
  agoMs: number,
): Either<FileError, Pick<Seal, "times">> => {
  const seconds = (Date.now() - agoMs) / 1000
  const set = fs.setModified(paths.leases, seconds)
  if (isLeft(set)) return set
  const times = timesOf(fs, paths)
  return isLeft(times) ? times : right({ times: times.right })
}

/** To be told, when the directory was read, whether anybody changed it meanwhile. */
export const markReading = (
  fs: FileSystem,
  paths: NetworkPaths,
): Either<FileError, Pick<Seal, "times">> => setBack(fs, paths, readAgoMs)

/** The seal as it stands there, broken or not. */
export const readSeal = (fs: FileSystem, paths: NetworkPaths): Seal | undefined => {
  const content = fs.read(paths.seal)
  if (isLeft(content)) return undefined
  const words = textOf(content.right).split(" ")
  const [version, bootId = "", times = "", scannedAt = "", size, count] = words
  const [rosterSize, turn] = [Number(size), Number(count)]
  return version === format && rosterSize > 0 && turn > 0
    ? { bootId, times, scannedAt, rosterSize, turn }
    : undefined
}

export const sameSeal = (a: Seal, b: Seal): boolean =>
  a.times === b.times && a.scannedAt === b.scannedAt && a.turn === b.turn

/** Seals the directory as it stands now. Where that fails, the next command reads it anew. */
export const writeSeal = (
  fs: FileSystem,
  paths: NetworkPaths,
  { bootId, scannedAt, rosterSize }: Omit<Seal, "times" | "turn">,
  before: Seal | undefined,
): Either<FileError, Seal> => {
  const chance = chanceMs(`${before?.times} ${scannedAt}`)
  const marked = setBack(fs, paths, sealedAgoMs + chance)
  if (isLeft(marked)) return marked
  const { times } = marked.right
  const turn = (before?.turn ?? 0) + 1
  const text = `${format} ${bootId} ${times} ${scannedAt} ${rosterSize} ${turn}`
  const written = fs.write(paths.seal, bytesOf(text), mode)
  return isLeft(written) ? written : right({ bootId, times, scannedAt, rosterSize, turn })
}

/** Says that the index cannot be relied on, though nobody changed the directory. */
export const breakSeal = (fs: FileSystem, paths: NetworkPaths): Either<FileError, void> =>
  remove(fs, paths.seal)

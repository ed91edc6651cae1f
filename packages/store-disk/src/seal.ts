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
  /** In nanoseconds since 1970. */
  readonly modifiedNs: string
  /**
   * When the directory was last read as a whole, in milliseconds since 1970. Left as the text that
   * it is in the file: most commands only pass it on.
   */
  readonly scannedAt: string
  /** How many files the roster has that was made then. */
  readonly rosterSize: number
}

const format = "3"
const mode = 0o600
/** Coarser than the timestamps of any file system in use. */
const intoThePastMs = 2000

/**
 * Below a second, and as good as by chance, for each seal another: within one millisecond no two of
 * them are made from the same one before.
 */
const chanceMs = (text: string): number => (hashOf(text) / 2 ** 32) * 1000

/** Whether the directory was changed since it was sealed. */
export const isBroken = (fs: FileSystem, paths: NetworkPaths, seal: Seal): boolean => {
  const status = fs.status(paths.leases)
  return isLeft(status) || `${status.right.modifiedNs}` !== seal.modifiedNs
}

/** The seal as it stands there, broken or not. */
export const readSeal = (fs: FileSystem, paths: NetworkPaths): Seal | undefined => {
  const content = fs.read(paths.seal)
  if (isLeft(content)) return undefined
  const words = textOf(content.right).split(" ")
  const [version, bootId = "", modifiedNs = "", scannedAt = "", size] = words
  const rosterSize = Number(size)
  return version === format && rosterSize > 0
    ? { bootId, modifiedNs, scannedAt, rosterSize }
    : undefined
}

/** Seals the directory as it stands now. Where that fails, the next command reads it anew. */
export const writeSeal = (
  fs: FileSystem,
  paths: NetworkPaths,
  { bootId, scannedAt, rosterSize }: Omit<Seal, "modifiedNs">,
  before: Seal | undefined,
): Either<FileError, Seal> => {
  const chance = chanceMs(`${before?.modifiedNs} ${scannedAt}`)
  const set = fs.setModified(paths.leases, (Date.now() - intoThePastMs - chance) / 1000)
  if (isLeft(set)) return set
  const status = fs.status(paths.leases)
  if (isLeft(status)) return status
  const modifiedNs = `${status.right.modifiedNs}`
  const text = `${format} ${bootId} ${modifiedNs} ${scannedAt} ${rosterSize}`
  const written = fs.write(paths.seal, bytesOf(text), mode)
  return isLeft(written) ? written : right({ bootId, modifiedNs, scannedAt, rosterSize })
}

/** Says that the index cannot be relied on, though nobody changed the directory. */
export const breakSeal = (fs: FileSystem, paths: NetworkPaths): Either<FileError, void> =>
  remove(fs, paths.seal)

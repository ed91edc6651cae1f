/**
 * Tells whether the index still describes the directory.
 *
 * After each change of ours the directory gets a modification time that lies in the past, and
 * the seal remembers it. Whoever else adds or removes a file, the system sets that time to the
 * present, and the seal is broken; so it is after a crash between our change and the new seal.
 * Unlike a comparison of clocks this needs no fine-grained timestamps.
 */
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { remove } from "./remove.js"
import { bytesOf, textOf } from "./text.js"

export interface Seal {
  /** Of this start of the machine: what was written last before a power cut may be torn. */
  readonly bootId: string
  /** In nanoseconds since 1970. */
  readonly modifiedNs: string
  /** When the directory was last read as a whole, in milliseconds since 1970. */
  readonly scannedAt: number
  /** How many files the roster has that was made then. */
  readonly rosterSize: number
}

const format = "3"
const mode = 0o600
const bootIdFile = "/proc/sys/kernel/random/boot_id"
/** Coarser than the timestamps of any file system in use. */
const intoThePastMs = 2000

/** Empty where the system does not tell: then a restart is not noticed. */
export const readBootId = (fs: FileSystem): string =>
  pipe(
    fs.read(bootIdFile),
    E.match(
      () => "",
      (content) => textOf(content).trim(),
    ),
  )

const parseSeal = (text: string): Seal | undefined => {
  const [version, bootId = "", modifiedNs = "", scannedAt, rosterSize] = text.split(" ")
  return version === format && Number(rosterSize) > 0
    ? { bootId, modifiedNs, scannedAt: Number(scannedAt) || 0, rosterSize: Number(rosterSize) }
    : undefined
}

const formatSeal = ({ bootId, modifiedNs, scannedAt, rosterSize }: Seal): string =>
  `${format} ${bootId} ${modifiedNs} ${scannedAt} ${rosterSize}`

/** Whether the directory was changed since it was sealed. */
export const isBroken = (fs: FileSystem, paths: NetworkPaths, seal: Seal): boolean => {
  const status = fs.status(paths.leases)
  return E.isLeft(status) || `${status.right.modifiedNs}` !== seal.modifiedNs
}

/** The seal as it stands there, broken or not. */
export const readSeal = (fs: FileSystem, paths: NetworkPaths): Seal | undefined => {
  const content = fs.read(paths.seal)
  return E.isLeft(content) ? undefined : parseSeal(textOf(content.right))
}

/** Seals the directory as it stands now. Where that fails, the next command reads it anew. */
export const writeSeal = (
  fs: FileSystem,
  paths: NetworkPaths,
  facts: Omit<Seal, "modifiedNs">,
): E.Either<FileError, Seal> =>
  pipe(
    fs.setModified(paths.leases, (Date.now() - intoThePastMs - Math.random() * 1000) / 1000),
    E.flatMap(() => fs.status(paths.leases)),
    E.flatMap(({ modifiedNs }) => {
      const seal = { ...facts, modifiedNs: `${modifiedNs}` }
      return pipe(
        fs.write(paths.seal, bytesOf(formatSeal(seal)), mode),
        E.map(() => seal),
      )
    }),
  )

/** Says that the index cannot be relied on, though nobody changed the directory. */
export const breakSeal = (fs: FileSystem, paths: NetworkPaths): E.Either<FileError, void> =>
  remove(fs, paths.seal)

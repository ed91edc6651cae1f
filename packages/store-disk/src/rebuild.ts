/** Makes the index anew from the lease files, and writes as much of it as the disk will take. */
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, isRight, left, map, right, traverseArray } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"
import { pageDraft } from "./page-draft.js"
import type { NetworkPaths } from "./paths.js"
import type { Roster } from "./roster-draft.js"
import { rosterDraft } from "./roster-draft.js"
import { scan } from "./scan.js"
import { breakSeal } from "./seal.js"

/** What a scan found: the index in memory. */
export interface FreshIndex {
  readonly pages: Map<string, Uint8Array>
  readonly roster: Roster
  /** Whether it tells of all leases: there was no file that could not be read. */
  readonly isWhole: boolean
}

export interface Rebuilt {
  readonly fresh: FreshIndex
  /** Whether it was written, and tells of all leases. */
  readonly isWritten: boolean
  readonly repairs: readonly string[]
}

const fileMode = 0o600

/** Makes the folder, or removes from it what is not to be kept. */
const prune = (
  fs: FileSystem,
  folder: string,
  isKept: (name: string) => boolean,
): Either<FileError, void> => {
  let failure: FileError | undefined
  const removeUnlessKept = (name: string): void => {
    if (failure !== undefined || isKept(name)) return
    const removed = fs.unlink(`${folder}/${name}`)
    if (isLeft(removed)) failure = removed.left
  }
  return pipe(
    fs.makeDirectory(folder),
    flatMap(() => fs.listEach(folder, removeUnlessKept)),
    flatMap(() => (failure === undefined ? right(undefined) : left(failure))),
  )
}

const writePages = (
  fs: FileSystem,
  folder: string,
  pages: ReadonlyMap<string, Uint8Array>,
): Either<FileError, unknown> =>
  pipe(
    prune(fs, folder, (name) => pages.has(name)),
    flatMap(() =>
      traverseArray(([name, page]: [string, Uint8Array]) =>
        fs.write(`${folder}/${name}`, page, fileMode),
      )([...pages]),
    ),
  )

const writeRoster = (fs: FileSystem, folder: string, roster: Roster): Either<FileError, unknown> =>
  pipe(
    prune(fs, folder, roster.hasFile),
    flatMap(() =>
      roster.eachFile((name, content) => fs.write(`${folder}/${name}`, content, fileMode)),
    ),
  )

/** Owners' files are left as they are, for the details in them stand nowhere else. */
const writeIndex = (
  fs: FileSystem,
  paths: NetworkPaths,
  { pages, roster }: FreshIndex,
): Either<FileError, unknown> =>
  pipe(
    // A scan of a directory that nobody changed would else leave half an index under a whole seal.
    breakSeal(fs, paths),
    flatMap(() => writePages(fs, paths.pages, pages)),
    flatMap(() => writeRoster(fs, paths.roster, roster)),
    flatMap(() => prune(fs, paths.owners, roster.hasOwnerOf)),
  )

export const rebuild = (fs: FileSystem, paths: NetworkPaths): Either<FileError, Rebuilt> => {
  const pages = pageDraft()
  const roster = rosterDraft()
  return pipe(
    scan(fs, paths, (owner, address) => {
      roster.add(owner, address)
      pages.add(address)
    }),
    map(({ unknown, repairs }) => {
      // Left behind by whoever was killed while writing them.
      fs.unlink(paths.probe)
      fs.unlink(paths.draft)
      unknown.forEach(pages.add)
      const isWhole = unknown.length === 0
      const fresh = { pages: pages.finish(), roster: roster.finish(), isWhole }
      // What cannot be read now, the old index may know of. So it stays, and each command scans.
      const isWritten = isWhole && isRight(writeIndex(fs, paths, fresh))
      // Where drafts and details are kept all the same.
      if (!isWhole) fs.makeDirectory(paths.owners)
      return { fresh, isWritten, repairs }
    }),
  )
}

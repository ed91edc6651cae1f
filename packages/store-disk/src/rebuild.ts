/** Makes the index anew from the lease files, and writes as much of it as the disk will take. */
import { markUsed } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, isRight, map, traverseArray } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"
import { pageFile } from "./index-files.js"
import type { NetworkPaths } from "./paths.js"
import { ownerFile } from "./paths.js"
import { rosterFile, rosterLine, rosterSize } from "./roster.js"
import { scan } from "./scan.js"
import { breakSeal } from "./seal.js"
import { bytesOf } from "./text.js"

/** What a scan found: the index in memory. */
export interface FreshIndex {
  readonly pages: Map<string, Uint8Array>
  /** The texts of the roster, by the names of its files. */
  readonly roster: ReadonlyMap<string, string>
  readonly rosterSize: number
}

export interface Rebuilt {
  readonly fresh: FreshIndex
  /** Whether it was written, and tells of all leases. */
  readonly isWritten: boolean
  readonly repairs: readonly string[]
}

const fileMode = 0o600

const prune = (
  fs: FileSystem,
  folder: string,
  isKept: (name: string) => boolean,
): Either<FileError, unknown> =>
  pipe(
    fs.makeDirectory(folder),
    flatMap(() => fs.list(folder)),
    flatMap((names) =>
      traverseArray((name: string) => fs.unlink(`${folder}/${name}`))(
        names.filter((name) => !isKept(name)),
      ),
    ),
  )

const writeFiles = (
  fs: FileSystem,
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Either<FileError, unknown> =>
  pipe(
    prune(fs, folder, (name) => files.has(name)),
    flatMap(() =>
      traverseArray(([name, content]: [string, Uint8Array]) =>
        fs.write(`${folder}/${name}`, content, fileMode),
      )([...files]),
    ),
  )

/** Owners' files are left as they are, for the details in them stand nowhere else. */
const writeIndex = (
  fs: FileSystem,
  paths: NetworkPaths,
  { pages, roster }: FreshIndex,
  owners: ReadonlySet<string>,
): Either<FileError, unknown> =>
  pipe(
    // A scan of a directory that nobody changed would else leave half an index under a whole seal.
    breakSeal(fs, paths),
    flatMap(() => writeFiles(fs, paths.pages, pages)),
    flatMap(() => {
      const texts = [...roster].map(([name, text]): [string, Uint8Array] => [name, bytesOf(text)])
      return writeFiles(fs, paths.roster, new Map(texts))
    }),
    flatMap(() => prune(fs, paths.owners, (name) => owners.has(name))),
  )

export const rebuild = (fs: FileSystem, paths: NetworkPaths): Either<FileError, Rebuilt> => {
  const names = fs.list(paths.leases)
  if (isLeft(names)) return names
  // Left behind by whoever was killed while writing them.
  fs.unlink(paths.probe)
  fs.unlink(paths.draft)
  const pages = new Map<string, Uint8Array>()
  const roster = new Map<string, string>()
  const owners = new Set<string>()
  const fresh = { pages, roster, rosterSize: rosterSize(names.right.length) }
  const bits = {
    read: (...page: Parameters<typeof pageFile>) => pages.get(pageFile(...page)),
    write: (...[family, level, index, page]: [...Parameters<typeof pageFile>, Uint8Array]) => {
      pages.set(pageFile(family, level, index), page)
    },
  }
  return pipe(
    scan(fs, paths, names.right, (address, owner) => {
      const file = rosterFile(owner, fresh.rosterSize)
      roster.set(file, `${roster.get(file) ?? ""}${rosterLine(owner, address)}`)
      owners.add(ownerFile(owner))
      markUsed(bits, address)
    }),
    map(({ unknown, repairs }) => {
      for (const address of unknown) markUsed(bits, address)
      // What cannot be read now, the old index may know of. So it stays, and each command scans.
      const isWritten = unknown.length === 0 && isRight(writeIndex(fs, paths, fresh, owners))
      return { fresh, isWritten, repairs }
    }),
  )
}

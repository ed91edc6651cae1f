/**
 * Removes what is left of a network without leases: its index, its cursors, its lock and its
 * directory.
 *
 * The seal goes first: whatever interrupts this, the next command reads the directory anew. The lock
 * goes while it is held: who has waited for it finds that it was removed, and takes a new one. The Go
 * plugin does not look; it may fail at that moment, and takes no address that somebody has.
 */
import type { StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { isCursor } from "./paths.js"
import { remove } from "./remove.js"
import { addressOfFile } from "./scan.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

type Step = E.Either<FileError, unknown>

/** What somebody else has put there is not ours to remove. */
const spared: readonly string[] = ["ENOENT", "ENOTEMPTY", "EEXIST"]

const removeEmpty = (fs: FileSystem, folder: string): Step =>
  pipe(
    fs.removeDirectory(folder),
    E.orElse((error) => (spared.includes(error.code) ? E.right(undefined) : E.left(error))),
  )

const namesIn = (fs: FileSystem, folder: string): E.Either<FileError, readonly string[]> =>
  pipe(
    fs.list(folder),
    E.orElse((error) => (error.code === "ENOENT" ? E.right([]) : E.left(error))),
  )

const removeFolder = (fs: FileSystem, folder: string): Step =>
  pipe(
    namesIn(fs, folder),
    E.flatMap(E.traverseArray((name) => remove(fs, `${folder}/${name}`))),
    E.flatMap(() => removeEmpty(fs, folder)),
  )

const removeIndex = (
  fs: FileSystem,
  { index, seal, owners, roster, pages, pending, draft, probe }: NetworkPaths,
): Step =>
  pipe(
    [seal, pending, draft, probe],
    E.traverseArray((file) => remove(fs, file)),
    E.flatMap(() =>
      pipe(
        [owners, roster, pages],
        E.traverseArray((folder) => removeFolder(fs, folder)),
      ),
    ),
    E.flatMap(() => removeEmpty(fs, index)),
  )

const removeNetwork = (fs: FileSystem, paths: NetworkPaths, names: readonly string[]): Step =>
  pipe(
    removeIndex(fs, paths),
    E.flatMap(() =>
      pipe(
        names.filter(isCursor),
        E.traverseArray((name) => remove(fs, `${paths.leases}/${name}`)),
      ),
    ),
    E.flatMap(() => remove(fs, paths.lock)),
    E.flatMap(() => removeEmpty(fs, paths.leases)),
  )

/** Whether it was done: not where any file is, or may be, a lease. */
export const forget = ({ fs, paths }: Session): E.Either<StoreError, boolean> =>
  pipe(
    fs.list(paths.leases),
    E.flatMap((names) =>
      names.some((name) => addressOfFile(name) !== undefined)
        ? E.right(false)
        : pipe(
            removeNetwork(fs, paths, names),
            E.map(() => true),
          ),
    ),
    E.mapLeft(unavailable("remove")),
  )

/**
 * Documents in files, with a journal that makes a commit whole.
 *
 * A commit is written to the journal first, then carried out, then the journal is removed.
 * Whoever takes the lock next and finds a journal carries it out again, which does no harm. All of
 * it is on the disk when it is told of: Docker's networks outlast a power cut, and so do their pools.
 */
import type {
  CommitOutcome,
  Document,
  DocumentChange,
  DocumentKey,
  DocumentQuery,
  Documents,
  StoreError,
} from "@cni-ipam/core"
import { arrayOf, object, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Archive } from "./document-files.js"
import { applyChange, readDocument, readJsonFile, toFileChange } from "./document-files.js"
import { documentKey, documentName, folderPath } from "./document-paths.js"
import type { FileSystem } from "./file-system.js"
import { withLock } from "./lock.js"
import { documentsFolder } from "./paths.js"
import { remove } from "./remove.js"
import { replaceForGood } from "./replace.js"
import { unavailable } from "./unavailable.js"
import type { Workplace } from "./workplace.js"

/** Names and not paths, for the directory may be elsewhere when somebody finishes it. */
const Journal = arrayOf(
  object({ folder: arrayOf(Text, "names"), name: Text }, { content: Text }),
  "changes",
)

/**
 * A commit is told of when its journal was on the disk. So one that cannot be read was told of to
 * nobody, and nothing of it was carried out.
 */
const discard = (
  { fs, journal }: Archive,
  warn: Workplace["warn"],
  reason: string,
): E.Either<StoreError, void> =>
  pipe(
    remove(fs, journal),
    E.bimap(unavailable("write"), () =>
      warn(`removed ${journal}, which nobody has finished: ${reason}`),
    ),
  )

const finishJournal = (
  archive: Archive,
  warn: Workplace["warn"],
): E.Either<StoreError, unknown> => {
  const { fs, journal } = archive
  const found = readJsonFile(fs, journal, Journal)
  if (E.isLeft(found))
    return found.left._tag === "Corrupt" ? discard(archive, warn, found.left.reason) : found
  if (found.right._tag === "None") return E.right(undefined)
  return pipe(
    found.right.value,
    E.traverseArray(applyChange(archive)),
    E.flatMap(() => pipe(fs.unlink(journal), E.mapLeft(unavailable("write")))),
  )
}

/** The document's key, if it is in another version than the change expects. */
const staleKey =
  ({ fs, root }: Archive) =>
  ({ key, expected }: DocumentChange): E.Either<StoreError, readonly DocumentKey[]> =>
    pipe(
      readDocument(fs, root)(key),
      E.map((found) => {
        const version = found._tag === "Some" ? found.value.version : undefined
        const wanted = expected._tag === "Some" ? expected.value : undefined
        return version === wanted ? [] : [key]
      }),
    )

const write = (
  archive: Archive,
  changes: readonly DocumentChange[],
  warn: Workplace["warn"],
): E.Either<StoreError, CommitOutcome> =>
  pipe(
    changes,
    E.traverseArray(toFileChange(archive)),
    E.flatMap((files) =>
      pipe(
        replaceForGood(archive.fs, archive.draft, archive.journal, JSON.stringify(files)),
        E.mapLeft(unavailable("write")),
      ),
    ),
    E.flatMap(() => finishJournal(archive, warn)),
    E.map(() => ({ _tag: "Committed" })),
  )

const commit = (
  archive: Archive,
  changes: readonly DocumentChange[],
  warn: Workplace["warn"],
): E.Either<StoreError, CommitOutcome> =>
  pipe(
    changes,
    E.traverseArray(staleKey(archive)),
    E.map((keys) => keys.flat()),
    E.flatMap((keys) =>
      keys.length > 0 ? E.right({ _tag: "Stale", keys }) : write(archive, changes, warn),
    ),
  )

/** Of the documents in a folder, in order. */
const namesIn = (fs: FileSystem, path: string): E.Either<StoreError, readonly string[]> => {
  const files = fs.list(path)
  if (E.isLeft(files))
    return files.left.code === "ENOENT" ? E.right([]) : E.left(unavailable("list")(files.left))
  return E.right(files.right.flatMap((file) => documentName(file) ?? []).sort())
}

const compact = (all: readonly Option<Document>[]): readonly Document[] =>
  all.flatMap((one) => (one._tag === "Some" ? [one.value] : []))

const list = (
  { fs, root }: Archive,
  folder: readonly string[],
): E.Either<StoreError, readonly Document[]> => {
  return pipe(
    namesIn(fs, folderPath(root, folder)),
    E.flatMap(E.traverseArray((name) => readDocument(fs, root)(documentKey(folder, name)))),
    E.map(compact),
  )
}

/** The keys of the documents whose names begin so. */
const keysFrom =
  ({ fs, root }: Archive) =>
  (beginning: DocumentKey): E.Either<StoreError, readonly DocumentKey[]> => {
    const folder = beginning.slice(0, -1)
    return pipe(
      namesIn(fs, folderPath(root, folder)),
      E.map((names) =>
        names
          .filter((name) => name.startsWith(beginning.at(-1) ?? ""))
          .map((name) => documentKey(folder, name)),
      ),
    )
  }

const find = (
  archive: Archive,
  { keys, beginnings }: DocumentQuery,
): E.Either<StoreError, readonly Document[]> =>
  pipe(
    beginnings,
    E.traverseArray(keysFrom(archive)),
    E.flatMap((begun) => {
      const all = new Map([...keys, ...begun.flat()].map((key) => [JSON.stringify(key), key]))
      return pipe(
        [...all.values()],
        E.traverseArray(readDocument(archive.fs, archive.root)),
        E.map(compact),
      )
    }),
  )

type DocumentsOptions = Pick<Workplace, "fs" | "dataDir" | "lockTimeout" | "warn">

const locked =
  <A>(
    { fs, dataDir, lockTimeout, warn }: DocumentsOptions,
    work: (archive: Archive) => E.Either<StoreError, A>,
  ): TaskEither<StoreError, A> =>
  async () => {
    const root = documentsFolder(dataDir)
    const made = fs.makeDirectory(root)
    if (E.isLeft(made)) return E.left(unavailable("make directory")(made.left))
    const archive = { fs, root, journal: `${root}/journal`, draft: `${root}/draft` }
    const outcome = await withLock(fs, `${root}/lock`, lockTimeout, () =>
      pipe(
        finishJournal(archive, warn),
        E.flatMap(() => work(archive)),
      ),
    )
    return E.flatten(outcome)
  }

export const diskDocuments = (options: DocumentsOptions): Documents => ({
  read: (key) => locked(options, ({ fs, root }) => readDocument(fs, root)(key)),
  find: (query) => locked(options, (archive) => find(archive, query)),
  list: (folder) => locked(options, (archive) => list(archive, folder)),
  commit: (changes) => locked(options, (archive) => commit(archive, changes, options.warn)),
})

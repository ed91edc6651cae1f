/** Reads and writes the files of documents, one a document. */
import type { Document, DocumentChange, DocumentKey, StoreError } from "@cni-ipam/core"
import { decode, explainDecodeError, object, parseJson, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { Decoder } from "io-ts"
import { documentKey, documentPath, folderOf } from "./document-paths.js"
import type { FileError, FileSystem } from "./file-system.js"

import { remove } from "./remove.js"
import { replaceForGood } from "./replace.js"
import { textOf } from "./text.js"
import { unavailable } from "./unavailable.js"

/** Where documents are. */
export interface Archive {
  readonly fs: FileSystem
  readonly root: string
  readonly journal: string
  readonly draft: string
}

/** The new content of a document's file, or none where the file is to go. */
export interface FileChange {
  readonly folder: readonly string[]
  readonly name: string
  readonly content?: string
}

const DocumentFile = object({ version: Text, value: Text }, {})

/** Unlike a counter, never the same again after the document was deleted. */
const newVersion = (): string => `${Date.now().toString(36)}.${Math.random().toString(36).slice(2)}`

/** The decoded content of a JSON file; `none` if there is no such file. */
export const readJsonFile = <A>(
  fs: FileSystem,
  path: string,
  codec: Decoder<unknown, A>,
): E.Either<StoreError, Option<A>> => {
  const content = fs.read(path)
  if (E.isLeft(content))
    return content.left.code === "ENOENT"
      ? E.right(none)
      : E.left(unavailable("read")(content.left))
  return pipe(
    parseJson(textOf(content.right)),
    E.flatMap((json) => E.mapLeft(explainDecodeError)(decode(codec)(json))),
    E.bimap((reason) => ({ _tag: "Corrupt", subject: path, reason }), some),
  )
}

export const readDocument =
  (fs: FileSystem, root: string) =>
  (key: DocumentKey): E.Either<StoreError, Option<Document>> =>
    pipe(
      documentPath(root, key),
      E.flatMap((path) => readJsonFile(fs, path, DocumentFile)),
      E.map((file) => (file._tag === "None" ? none : some({ ...file.value, key }))),
    )

export const toFileChange =
  ({ root }: Archive) =>
  ({ key, value }: Pick<DocumentChange, "key" | "value">): E.Either<StoreError, FileChange> => {
    const [folder, name = ""] = [key.slice(0, -1), key.at(-1)]
    return pipe(
      documentPath(root, key),
      E.map(() =>
        value._tag === "None"
          ? { folder, name }
          : {
              folder,
              name,
              content: JSON.stringify({ version: newVersion(), value: value.value }),
            },
      ),
    )
  }

/** An empty folder harms nobody: it may stay where it cannot be removed. */
const removeEmptyFolders = (fs: FileSystem, root: string, folder: string): void => {
  if (folder !== root && E.isRight(fs.removeDirectory(folder)))
    removeEmptyFolders(fs, root, folderOf(folder))
}

const writeOrRemove = (
  { fs, root, draft }: Archive,
  path: string,
  content: string | undefined,
): E.Either<FileError, void> =>
  content === undefined
    ? pipe(
        remove(fs, path),
        E.map(() => removeEmptyFolders(fs, root, folderOf(path))),
      )
    : pipe(
        fs.makeDirectory(folderOf(path)),
        E.flatMap(() => replaceForGood(fs, draft, path, content)),
      )

export const applyChange =
  (archive: Archive) =>
  ({ folder, name, content }: FileChange): E.Either<StoreError, void> =>
    pipe(
      documentPath(archive.root, documentKey(folder, name)),
      E.flatMap((path) =>
        pipe(writeOrRemove(archive, path, content), E.mapLeft(unavailable("write"))),
      ),
    )

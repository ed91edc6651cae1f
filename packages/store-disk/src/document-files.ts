/** Reads and writes the files of documents, one a document. */
import type { Document, DocumentKey, StoreError } from "@cni-ipam/core"
import { decode, explainDecodeError, object, parseJson, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { Decoder } from "io-ts"
import { documentPath, folderOf } from "./document-paths.js"
import type { FileError, FileSystem } from "./file-system.js"

import { remove } from "./remove.js"
import { replace } from "./replace.js"
import { textOf } from "./text.js"
import { unavailable } from "./unavailable.js"

/** The new content of a file, or none where the file is to go. */
export interface FileChange {
  readonly path: string
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
  (root: string) =>
  ({
    key,
    value,
  }: {
    readonly key: DocumentKey
    readonly value: Option<string>
  }): E.Either<StoreError, FileChange> =>
    pipe(
      documentPath(root, key),
      E.map((path) =>
        value._tag === "None"
          ? { path }
          : { path, content: JSON.stringify({ version: newVersion(), value: value.value }) },
      ),
    )

/** An empty folder harms nobody: it may stay where it cannot be removed. */
const removeEmptyFolders = (fs: FileSystem, root: string, folder: string): void => {
  if (folder !== root && E.isRight(fs.removeDirectory(folder)))
    removeEmptyFolders(fs, root, folderOf(folder))
}

export const applyChange =
  (fs: FileSystem, root: string, draft: string) =>
  ({ path, content }: FileChange): E.Either<FileError, void> =>
    content === undefined
      ? pipe(
          remove(fs, path),
          E.map(() => removeEmptyFolders(fs, root, folderOf(path))),
        )
      : pipe(
          fs.makeDirectory(folderOf(path)),
          E.flatMap(() => replace(fs, draft, path, content)),
        )

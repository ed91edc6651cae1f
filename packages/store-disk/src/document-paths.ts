/** Where a document's file is: its folders and its own name, encoded, each with a mark. */
import type { DocumentKey, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"

/** Encoding leaves none of `=`, `+` and `/`: no document is taken for a folder, none goes up. */
const documentMark = "="
const folderMark = "+"

/** An encoded segment has at most nine bytes for a UTF-16 unit, a file's name 255 in all. */
const longestEncoded = 250

const isName = (segment: string): boolean =>
  segment !== "" && !/\p{Cs}/u.test(segment) && encodeURIComponent(segment).length <= longestEncoded

export const folderPath = (root: string, folder: readonly string[]): string =>
  [root, ...folder.map((segment) => `${folderMark}${encodeURIComponent(segment)}`)].join("/")

export const documentPath = (root: string, key: DocumentKey): Either<StoreError, string> => {
  const folder = key.slice(0, -1)
  const name = key.at(-1)
  return name === undefined || !key.every(isName)
    ? left({ _tag: "BadName", what: "document", name: key.join("/") })
    : right(`${folderPath(root, folder)}/${documentMark}${encodeURIComponent(name)}`)
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The name of the document in a file of this name; `undefined` for files of other kinds. */
export const documentName = (file: string): string | undefined => {
  if (!file.startsWith(documentMark)) return undefined
  const name = decoded(file.slice(documentMark.length))
  return name !== undefined && `${documentMark}${encodeURIComponent(name)}` === file
    ? name
    : undefined
}

export const documentKey = (folder: readonly string[], name: string): DocumentKey => {
  const [first, ...rest] = folder
  return first === undefined ? [name] : [first, ...rest, name]
}

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"))

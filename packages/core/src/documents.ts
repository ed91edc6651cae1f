/**
 * Small named texts beside the leases: definitions of networks, pools and their users.
 *
 * Changes are committed together and only if every document is still in the version that the
 * change was made from, so that two writers never overwrite each other unseen.
 */
import type { Option } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { StoreError } from "./store-error.js"

/** A path of non-empty segments; the last one names the document, the others its folder. */
export type DocumentKey = readonly [string, ...string[]]

export interface Document {
  readonly key: DocumentKey
  readonly value: string
  /** Opaque. Differs from that of every other version of this document. */
  readonly version: string
}

export interface DocumentChange {
  readonly key: DocumentKey
  /** The version that this change replaces; `none` where the document must not exist yet. */
  readonly expected: Option<string>
  /** `none` deletes the document. */
  readonly value: Option<string>
}

export interface DocumentQuery {
  readonly keys: readonly DocumentKey[]
  /**
   * Each is a folder, and in the end of it how the names begin of the documents that are wanted too:
   * a few, not a whole folder's.
   */
  readonly beginnings: readonly DocumentKey[]
}

export type CommitOutcome =
  | { readonly _tag: "Committed" }
  /** Somebody was faster. Nothing was changed; these documents are in another version. */
  | { readonly _tag: "Stale"; readonly keys: readonly DocumentKey[] }

export interface Documents {
  readonly read: (key: DocumentKey) => TaskEither<StoreError, Option<Document>>
  /**
   * The documents of these keys, as far as there are any, and those whose names begin so: each once,
   * in any order. A server is asked once for all of them, if there are not hundreds.
   */
  readonly find: (query: DocumentQuery) => TaskEither<StoreError, readonly Document[]>
  /** The documents directly in the folder, in the order of their names. */
  readonly list: (folder: readonly string[]) => TaskEither<StoreError, readonly Document[]>
  /** All changes, or none. */
  readonly commit: (changes: readonly DocumentChange[]) => TaskEither<StoreError, CommitOutcome>
}

import type { CommitOutcome, Document, DocumentChange, DocumentKey, Store } from "@cni-ipam/core"
import { none, some } from "fp-ts/lib/Option.js"
import { answer } from "./answer.js"

export const create = (key: DocumentKey, value: string): DocumentChange => ({
  key,
  expected: none,
  value: some(value),
})

export const change = (key: DocumentKey, version: string, value: string): DocumentChange => ({
  key,
  expected: some(version),
  value: some(value),
})

export const remove = (key: DocumentKey, version: string): DocumentChange => ({
  key,
  expected: some(version),
  value: none,
})

/** The documents of a store, spoken to in promises and texts. */
export interface PlainDocuments {
  readonly commit: (...changes: readonly DocumentChange[]) => Promise<CommitOutcome>
  /** Text of the document; `undefined` where there is none. */
  readonly read: (key: DocumentKey) => Promise<string | undefined>
  /** Version of a document that must exist. */
  readonly version: (key: DocumentKey) => Promise<string>
  /** The documents of the keys, and of the beginnings of others, as `<path>=<text>`; in order. */
  readonly find: (
    keys: readonly DocumentKey[],
    beginnings?: readonly DocumentKey[],
  ) => Promise<readonly string[]>
  /** The documents of the folder, as `<path>=<text>`. */
  readonly list: (...folder: readonly string[]) => Promise<readonly string[]>
}

const textOf = ({ key, value }: Document): string => `${key.join("/")}=${value}`

export const plainDocuments = ({ documents }: Store): PlainDocuments => ({
  commit: (...changes) => answer(documents.commit(changes)),
  read: async (key) => {
    const found = await answer(documents.read(key))
    return found._tag === "None" ? undefined : found.value.value
  },
  version: async (key) => {
    const found = await answer(documents.read(key))
    if (found._tag === "None") throw new Error(`there is no document ${key.join("/")}`)
    return found.value.version
  },
  find: async (keys, beginnings = []) =>
    (await answer(documents.find({ keys, beginnings }))).map(textOf).sort(),
  list: async (...folder) => (await answer(documents.list(folder))).map(textOf),
})

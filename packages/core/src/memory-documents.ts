/** Documents in the memory of this process. */

import * as E from "fp-ts/lib/Either.js"
import { isNone, none, some } from "fp-ts/lib/Option.js"
import type { Document, DocumentChange, DocumentKey, Documents } from "./documents.js"

const textOf = (key: readonly string[]): string => JSON.stringify(key)

const isIn = (folder: readonly string[], { key }: Document): boolean =>
  key.length === folder.length + 1 && folder.every((segment, index) => key[index] === segment)

const nameOf = ({ key }: Document): string => key.at(-1) ?? ""

const beginsLike =
  (one: Document) =>
  (beginning: DocumentKey): boolean =>
    isIn(beginning.slice(0, -1), one) && nameOf(one).startsWith(beginning.at(-1) ?? "")

const byName = (a: Document, b: Document): number => (nameOf(a) < nameOf(b) ? -1 : 1)

export const memoryDocuments = (): Documents => {
  const documents = new Map<string, Document>()
  let versions = 0

  const isStale = ({ key, expected }: DocumentChange): boolean => {
    const current = documents.get(textOf(key))
    return isNone(expected) ? current !== undefined : current?.version !== expected.value
  }

  const apply = ({ key, value }: DocumentChange): void => {
    if (isNone(value)) documents.delete(textOf(key))
    else documents.set(textOf(key), { key, value: value.value, version: `${++versions}` })
  }

  return {
    read: (key: DocumentKey) => () => {
      const found = documents.get(textOf(key))
      return Promise.resolve(E.right(found === undefined ? none : some(found)))
    },
    find:
      ({ keys, beginnings }) =>
      () => {
        const named = keys.flatMap((key) => documents.get(textOf(key)) ?? [])
        const begun =
          beginnings.length === 0
            ? []
            : [...documents.values()].filter((one) => beginnings.some(beginsLike(one)))
        return Promise.resolve(E.right([...new Set([...named, ...begun])]))
      },
    list: (folder) => () =>
      Promise.resolve(
        E.right([...documents.values()].filter((one) => isIn(folder, one)).sort(byName)),
      ),
    commit: (changes) => () => {
      const stale = changes.filter(isStale).map(({ key }) => key)
      if (stale.length > 0) return Promise.resolve(E.right({ _tag: "Stale", keys: stale }))
      changes.forEach(apply)
      return Promise.resolve(E.right({ _tag: "Committed" }))
    },
  }
}

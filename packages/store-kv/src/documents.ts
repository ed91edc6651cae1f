/** Documents under keys of their own: values as they are, versions as the server counts them. */
import type {
  CommitOutcome,
  Document,
  DocumentChange,
  DocumentKey,
  Documents,
  StoreError,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { fromNullable } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { createSurely, newWitness } from "./create-surely.js"
import type { Deadline } from "./deadline.js"
import { documentKey } from "./document-key.js"
import { nameOf } from "./key-segment.js"
import type { Kit } from "./kit.js"
import type { KvEntry, Step } from "./kv.js"
import { absent } from "./kv.js"

const pathOf =
  ({ layout }: Kit) =>
  (segments: readonly string[]): E.Either<StoreError, string> =>
    documentKey(layout, segments)

const toDocument = (key: DocumentKey, { value, version }: KvEntry): Document => ({
  key,
  value,
  version: `${version}`,
})

const byName = (a: Document, b: Document): number =>
  (a.key.at(-1) ?? "") < (b.key.at(-1) ?? "") ? -1 : 1

const childOf =
  (folder: readonly string[], prefix: string) =>
  (entry: KvEntry): readonly Document[] => {
    const rest = entry.key.slice(prefix.length)
    const name = rest === "" || rest.includes("/") ? undefined : nameOf(rest)
    if (name === undefined) return []
    const [first, ...more] = [...folder, name]
    return first === undefined ? [] : [toDocument([first, ...more], entry)]
  }

/** With the slash in its end. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1)

const onlyOnce = (all: readonly Document[]): readonly Document[] => [
  ...new Map(all.map((one) => [JSON.stringify(one.key), one])).values(),
]

const stepOf =
  (kit: Kit) =>
  ({ key, expected, value }: DocumentChange): E.Either<StoreError, Step> =>
    pipe(
      pathOf(kit)(key),
      E.map((path): Step => {
        const ifVersion = expected._tag === "None" ? absent : Number(expected.value)
        return value._tag === "None"
          ? { _tag: "Delete", key: path, ifVersion }
          : { _tag: "Put", key: path, value: value.value, ifVersion }
      }),
    )

/** Documents of two writers may be the same text, and only one of them is to hear that it is his. */
const commitChanges = (
  kit: Kit,
  changes: readonly DocumentChange[],
  steps: readonly Step[],
  until: Deadline,
): TE.TaskEither<StoreError, CommitOutcome> => {
  if (steps.length === 0) return TE.right({ _tag: "Committed" })
  const witness = newWitness(kit)
  const isStale = (keys: readonly string[]) => (_: DocumentChange, index: number) =>
    keys.includes(steps[index]?.key ?? "")
  return pipe(
    createSurely(kit, [witness, ...steps], until),
    TE.tap(() => removeWitness(kit, witness, until)),
    TE.map(
      (outcome): CommitOutcome =>
        outcome._tag === "Committed"
          ? { _tag: "Committed" }
          : {
              _tag: "Stale",
              keys: changes.filter(isStale(outcome.keys)).map(({ key }) => key),
            },
    ),
  )
}

/** One that stays is removed with the old fences: by `tidy` and `repair`. */
const removeWitness = (
  { kv }: Kit,
  { key }: Step,
  until: Deadline,
): TE.TaskEither<StoreError, unknown> =>
  pipe(
    kv.commit([{ _tag: "Delete", key }], until),
    TE.orElseW(() => TE.right(undefined)),
  )

export const kvDocuments = (kit: Kit, deadline: () => Deadline): Documents => ({
  read: (key) =>
    pipe(
      TE.fromEither(pathOf(kit)(key)),
      TE.flatMap((path) =>
        pipe(
          kit.kv.read({ keys: [path], prefixes: [], consistent: true }, deadline()),
          TE.map((entries) => {
            const entry = entries.find((one) => one.key === path)
            return fromNullable(entry && toDocument(key, entry))
          }),
        ),
      ),
    ),
  find: ({ keys, beginnings }) =>
    pipe(
      E.Do,
      E.bind("paths", () => pipe(keys, E.traverseArray(pathOf(kit)))),
      E.bind("prefixes", () => pipe(beginnings, E.traverseArray(pathOf(kit)))),
      TE.fromEither,
      TE.flatMap(({ paths, prefixes }) =>
        pipe(
          kit.kv.read({ keys: paths, prefixes, consistent: true }, deadline()),
          TE.map((entries) => {
            const named = keys.flatMap((key, index) => {
              const entry = entries.find((one) => one.key === paths[index])
              return entry === undefined ? [] : [toDocument(key, entry)]
            })
            const begun = beginnings.flatMap((key, index) =>
              entries
                .filter((entry) => entry.key.startsWith(prefixes[index] ?? ""))
                .flatMap(childOf(key.slice(0, -1), folderOf(prefixes[index] ?? ""))),
            )
            return onlyOnce([...named, ...begun])
          }),
        ),
      ),
    ),
  list: (folder) =>
    pipe(
      TE.fromEither(pathOf(kit)(folder)),
      TE.map((path) => (folder.length === 0 ? path : `${path}/`)),
      TE.flatMap((prefix) =>
        pipe(
          kit.kv.entries(prefix, deadline()),
          TE.map((entries) => entries.flatMap(childOf(folder, prefix)).sort(byName)),
        ),
      ),
    ),
  commit: (changes) =>
    pipe(
      TE.fromEither(pipe(changes, E.traverseArray(stepOf(kit)))),
      TE.flatMap((steps) => commitChanges(kit, changes, steps, deadline())),
    ),
})

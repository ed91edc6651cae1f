/**
 * Takes away what a network without leases has left: cursors, and marks of scans. Both are hints, of
 * which the next lease makes new ones, so that nobody is harmed who leases meanwhile.
 */
import type { StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { commitSurely } from "./commit-surely.js"
import { cursorsFolder, ownersFolder, scannedFolder } from "./index-keys.js"
import { keyMeaning } from "./key-meaning.js"
import type { Site } from "./kit.js"
import type { KvEntry, Step } from "./kv.js"

/** A key that was written since it was read is one of a network that is in use again. */
const remove = (
  { kv, until }: Site,
  entries: readonly KvEntry[],
): TaskEither<StoreError, boolean> => {
  const [first, ...rest] = entries.map(
    ({ key, version }): Step => ({ _tag: "Delete", key, ifVersion: version }),
  )
  if (first === undefined) return TE.right(true)
  return pipe(
    commitSurely(kv, [first, ...rest], until),
    TE.map(({ _tag }) => _tag === "Committed"),
  )
}

const removeAll = (site: Site, entries: readonly KvEntry[]): TaskEither<StoreError, boolean> =>
  pipe(
    remove(site, entries.slice(0, site.kv.mostSteps)),
    TE.flatMap((done) =>
      done && entries.length > site.kv.mostSteps
        ? removeAll(site, entries.slice(site.kv.mostSteps))
        : TE.right(done),
    ),
  )

/** Leases are looked for first, then owners: a lease that is made between has an owner's entry. */
export const forget = (site: Site): TaskEither<StoreError, boolean> => {
  const { kv, layout, network, until, memory } = site
  const owners = ownersFolder(layout, network)
  const cursors = cursorsFolder(layout, network)
  const prefixes = [owners, cursors, scannedFolder(layout, network)]
  return pipe(
    kv.keys(layout.leaseFolder(network), until),
    TE.flatMap((keys) => {
      const meaningOf = keyMeaning(site)
      if (keys.some((key) => meaningOf(key)._tag !== "Foreign")) return TE.right(false)
      return pipe(
        kv.read({ keys: [], prefixes, consistent: true }, until),
        TE.flatMap((entries) => {
          if (entries.some(({ key }) => key.startsWith(owners))) return TE.right(false)
          for (const { key } of entries) memory.setLast(key, undefined)
          return removeAll(site, entries)
        }),
      )
    }),
  )
}

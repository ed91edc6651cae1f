/**
 * Leases of plugins of old, which keep no list of what an owner holds: they are found by looking at
 * every lease there is. legacy-mark.ts tells when that is not needed.
 */
import type { Owner, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Site } from "./kit.js"
import type { KvEntry } from "./kv.js"
import { formatMark, markKey, suspicionOf } from "./legacy-mark.js"
import type { HeldLease } from "./owner-entry.js"
import { readLeases } from "./read-leases.js"

interface Scan {
  /** The leases of the container that name no interface and stand in no owner's entry. */
  readonly found: readonly HeldLease[]
  /** What to remember of it; a network without any lease is not to be known by a mark. */
  readonly mark: string | undefined
}

const scan = (site: Site, { containerId }: Owner): TaskEither<StoreError, Scan> =>
  pipe(
    readLeases(site),
    TE.map(({ leases }) => {
      const legacy = leases.filter(({ isLegacy }) => isLegacy)
      const holders = legacy.map(({ lease }) => lease.owner.containerId)
      return {
        found: legacy.filter(({ lease }) => lease.owner.containerId === containerId),
        mark: leases.length === 0 ? undefined : formatMark(holders),
      }
    }),
  )

const markIn = (key: string, entries: readonly KvEntry[]): string | undefined =>
  entries.find((one) => one.key === key)?.value

/** That the mark is not set costs the next one a scan. */
const setMark = (
  { kv, until }: Site,
  key: string,
  value: string,
): TaskEither<StoreError, unknown> =>
  pipe(
    kv.commit([{ _tag: "Put", key, value }], until),
    TE.orElseW(() => TE.right(undefined)),
  )

const scanAndMark = (
  site: Site,
  owner: Owner,
  key: string | undefined,
): TaskEither<StoreError, readonly HeldLease[]> =>
  pipe(
    scan(site, owner),
    TE.tap(({ mark }) =>
      key === undefined || mark === undefined ? TE.right(undefined) : setMark(site, key, mark),
    ),
    TE.map(({ found }) => found),
  )

/** For a container that seems to hold nothing. */
export const legacyLeases = (
  site: Site,
  owner: Owner,
): TaskEither<StoreError, readonly HeldLease[]> => {
  const key = markKey(site, site.network)
  if (key === undefined) return scanAndMark(site, owner, key)
  return pipe(
    site.kv.read({ keys: [], prefixes: [key] }, site.until),
    TE.flatMap((entries) =>
      suspicionOf(markIn(key, entries), owner.containerId) === "no"
        ? TE.right([])
        : scanAndMark(site, owner, key),
    ),
  )
}

/**
 * For a container that wants an address, and seems to hold none.
 *
 * Most networks have no such leases: then one ADD of a node looks, and its reservation leaves the
 * mark. Where too many containers hold some, none is looked for.
 *
 * @param entries among which the mark is, if there is one.
 */
export const legacyLeasesBeside = (
  site: Site,
  owner: Owner,
  entries: readonly KvEntry[],
): TaskEither<StoreError, readonly HeldLease[]> => {
  const key = markKey(site, site.network)
  if (key === undefined) return TE.right([])
  const mark = markIn(key, entries)
  if (suspicionOf(mark, owner.containerId) !== "perhaps") {
    if (mark !== undefined) site.memory.seeMark(key, mark, false)
    return TE.right([])
  }
  return pipe(
    scan(site, owner),
    TE.map((scanned) => {
      site.memory.seeMark(key, scanned.mark ?? formatMark([]), true)
      return scanned.found
    }),
  )
}

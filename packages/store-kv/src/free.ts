/** Finds free addresses by listing the keys of those in use: one listing, whatever the range. */
import type { Address, FreeQuery, RangeSet, StoreError } from "@cni-ipam/core"
import { bitPages, firstFreeOf, markUsed, sameAddress, searchOrder } from "@cni-ipam/core"
import { sequenceS } from "fp-ts/lib/Apply.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Cursor } from "./cursor.js"
import { parseCursor } from "./cursor.js"
import { cursorKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import { absent } from "./kv.js"

/** So many free addresses are remembered of a listing. */
const mostRemembered = 1024

interface Found {
  /** In search order. */
  readonly free: readonly Address[]
  /** They are not simply the next ones: guessing would often fail. */
  readonly isSparse: boolean
}

const isRun = (free: readonly Address[], expected: readonly Address[]): boolean =>
  free.every((one, index) => {
    const other = expected[index]
    return other !== undefined && sameAddress(one, other)
  })

const freeAmong = (
  { layout, network }: Site,
  rangeSet: RangeSet,
  cursor: Cursor | undefined,
  keys: readonly string[],
  limit: number,
): Found => {
  const pages = bitPages()
  for (const key of keys) {
    const place = layout.leasePlace(network, key)
    if (place !== undefined) markUsed(pages, place.address)
  }
  const order = searchOrder(rangeSet, cursor?.address)
  const free = firstFreeOf(pages, order, limit)
  return { free, isSparse: !isRun(free, firstFreeOf(bitPages(), order, limit)) }
}

const listUsed = (site: Site, rangeSet: RangeSet): TaskEither<StoreError, readonly string[]> =>
  site.kv.keys(site.layout.leaseFolder(site.network, rangeSet.id), site.until)

const remember = (
  { memory, layout, network }: Site,
  rangeSet: RangeSet,
  { free, isSparse }: Found,
): void => {
  const key = cursorKey(layout, network, rangeSet.id)
  const version = memory.seen(key)?.version ?? absent
  memory.see(key, { version, free: isSparse ? free : undefined })
}

/** The first free address, with a listing: for a cursor that has nothing to suggest. */
export const lookForOne =
  (site: Site) =>
  (rangeSet: RangeSet, cursor: Cursor | undefined): TaskEither<StoreError, Option<Address>> =>
    pipe(
      listUsed(site, rangeSet),
      TE.map((keys) => {
        const found = freeAmong(site, rangeSet, cursor, keys, mostRemembered)
        remember(site, rangeSet, found)
        return fromNullable(found.free[0])
      }),
    )

const readCursor = (site: Site, rangeSet: RangeSet): TaskEither<StoreError, Cursor | undefined> => {
  const key = cursorKey(site.layout, site.network, rangeSet.id)
  return pipe(
    site.kv.read({ keys: [], prefixes: [key] }, site.until),
    TE.map((entries) => {
      const entry = entries.find((one) => one.key === key)
      return entry && parseCursor(entry.value)
    }),
  )
}

export const free =
  ({ rangeSet, limit }: FreeQuery) =>
  (site: Site): TaskEither<StoreError, readonly Address[]> =>
    pipe(
      sequenceS(TE.ApplyPar)({
        cursor: readCursor(site, rangeSet),
        keys: listUsed(site, rangeSet),
      }),
      TE.map(({ cursor, keys }) => {
        const found = freeAmong(site, rangeSet, cursor, keys, Math.max(limit, mostRemembered))
        remember(site, rangeSet, found)
        return found.free.slice(0, limit)
      }),
    )

/**
 * Leases of plugins of old, which keep no list of what an owner holds: they are found by looking at
 * every lease there is.
 *
 * That is done for a container that seems to hold nothing, until this node finds that there are no
 * such leases any more: an old plugin is replaced node by node, and none makes leases for the
 * containers of a node that has been converted.
 */
import type { Owner, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { scannedKey } from "./index-keys.js"
import { segmentOf } from "./key-segment.js"
import type { Site } from "./kit.js"
import type { HeldLease } from "./owner-entry.js"
import { readLeases } from "./read-leases.js"

/** `undefined` where one must look every time: for a node without a name, or among other programs. */
const markOf = ({ layout, network, node }: Site): string | undefined => {
  if (layout.isMixed === true) return undefined
  const segment = segmentOf("node", node)
  return segment._tag === "Left" ? undefined : scannedKey(layout, network, segment.right)
}

/** A mark is never taken away: that it was not there yet costs another scan. */
const isMarked = ({ kv, until }: Site, mark: string): TaskEither<StoreError, boolean> =>
  pipe(
    kv.read({ keys: [], prefixes: [mark] }, until),
    TE.map((entries) => entries.some(({ key }) => key === mark)),
  )

/** That the mark is not set costs the next one a scan. */
const setMark = ({ kv, until }: Site, mark: string): TaskEither<StoreError, unknown> =>
  pipe(
    kv.commit([{ _tag: "Put", key: mark, value: "" }], until),
    TE.orElseW(() => TE.right(undefined)),
  )

/** The leases of the container that name no interface and stand in no owner's entry. */
export const legacyLeases = (
  site: Site,
  { containerId }: Owner,
): TaskEither<StoreError, readonly HeldLease[]> => {
  const mark = markOf(site)
  const scan = pipe(
    readLeases(site),
    TE.flatMap(({ leases }): TaskEither<StoreError, readonly HeldLease[]> => {
      const legacy = leases.filter(({ isLegacy }) => isLegacy)
      const found = legacy.filter(({ lease }) => lease.owner.containerId === containerId)
      // A network without any lease is not to be known by a mark.
      if (legacy.length > 0 || leases.length === 0 || mark === undefined) return TE.right(found)
      return pipe(
        setMark(site, mark),
        TE.map(() => found),
      )
    }),
  )
  return mark === undefined
    ? scan
    : pipe(
        isMarked(site, mark),
        TE.flatMap((marked) => (marked ? TE.right([]) : scan)),
      )
}

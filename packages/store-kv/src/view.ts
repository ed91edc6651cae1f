/** Reads all that one allocation needs: in one round trip, unless the owner holds something. */
import type { Address, RangeSet, StoreError, View, ViewQuery } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { candidateOf } from "./candidate.js"
import { isCrowd } from "./crowd.js"
import { parseCursor } from "./cursor.js"
import { definitionIn } from "./definition.js"
import { lookForOne } from "./free.js"
import { containerFolder, crowdKey, cursorKey, cursorsFolder } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { KvEntry } from "./kv.js"
import { absent } from "./kv.js"
import { legacyLeases } from "./legacy-leases.js"
import type { HeldLease } from "./owner-entry.js"
import { confirm, containerOf, entryOf } from "./read-owner.js"

const readAll = (site: Site, query: ViewQuery): TaskEither<StoreError, readonly KvEntry[]> => {
  const { kv, layout, network, until } = site
  return pipe(
    TE.fromEither(containerFolder(layout, network, query.owner)),
    TE.flatMap((folder) =>
      kv.read(
        {
          keys: query.wantsDefinition === true ? [layout.definitionKey(network)] : [],
          prefixes:
            query.rangeSets.length > 0 ? [folder, cursorsFolder(layout, network)] : [folder],
        },
        until,
      ),
    ),
  )
}

const heldOf = (
  site: Site,
  { owner, rangeSets }: ViewQuery,
  entries: readonly KvEntry[],
): TaskEither<StoreError, { readonly revision: string; readonly held: readonly HeldLease[] }> => {
  const legacy =
    owner.ifname === "" ? E.right(undefined) : entryOf(site, containerOf(owner))(entries)
  return pipe(
    E.Do,
    E.bind("own", () => entryOf(site, owner)(entries)),
    E.bind("legacy", () => legacy),
    TE.fromEither,
    TE.bind("ownHeld", ({ own }) => confirm(site)(own)),
    TE.bind("legacyHeld", ({ legacy }) => (legacy ? confirm(site)(legacy) : TE.right([]))),
    TE.flatMap(({ own, ownHeld, legacyHeld }) => {
      const revision = own.version === absent ? "" : `${own.version}`
      const held = [...ownHeld, ...legacyHeld]
      // Who wants no address asks what there is: that is worth a look at old leases.
      return held.length > 0 || rangeSets.length > 0
        ? TE.right({ revision, held })
        : pipe(
            legacyLeases(site, owner),
            TE.map((found) => ({ revision, held: found })),
          )
    }),
  )
}

const candidate =
  (site: Site, entries: readonly KvEntry[]) =>
  (rangeSet: RangeSet): TaskEither<StoreError, Option<Address>> => {
    const key = cursorKey(site.layout, site.network, rangeSet.id)
    const entry = entries.find((one) => one.key === key)
    const cursor = entry && parseCursor(entry.value)
    const version = entry?.version ?? absent
    const seen = site.memory.seen(key)
    // What this process knows is more than what is kept, if it is as new.
    const free = seen?.version === version ? (seen.free ?? cursor?.free) : cursor?.free
    site.memory.see(key, { version, free })
    const announcement = entries.find(
      (one) => one.key === crowdKey(site.layout, site.network, rangeSet.id),
    )
    const crowded = announcement !== undefined && isCrowd(announcement.value, Date.now())
    const isTried = (address: Address) => site.memory.tries.has(key, address)
    const chosen = candidateOf(rangeSet, cursor, free, crowded, isTried)
    return chosen._tag === "Guess"
      ? TE.right(some(chosen.address))
      : lookForOne(site)(rangeSet, cursor)
  }

export const view =
  (query: ViewQuery) =>
  (site: Site): TaskEither<StoreError, View> => {
    site.memory.begin(query.owner)
    return pipe(
      TE.Do,
      TE.bind("entries", () => readAll(site, query)),
      TE.bind("definition", ({ entries }) =>
        TE.fromEither(query.wantsDefinition === true ? definitionIn(site)(entries) : E.right(none)),
      ),
      TE.bind("owned", ({ entries }) => heldOf(site, query, entries)),
      TE.bind("candidates", ({ entries }) =>
        pipe(query.rangeSets, TE.traverseArray(candidate(site, entries))),
      ),
      TE.map(({ definition, owned, candidates }) => ({
        revision: owned.revision,
        held: owned.held.map(({ lease }) => lease),
        candidates,
        definition,
      })),
      site.memory.tries.during(
        query.rangeSets.map(({ id }) => cursorKey(site.layout, site.network, id)),
      ),
    )
  }

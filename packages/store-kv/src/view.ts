/** Reads all that one allocation needs: in one round trip, unless the owner holds something. */
import type { Address, RangeSet, StoreError, View, ViewQuery } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { isSome, none, some } from "fp-ts/lib/Option.js"
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
import { legacyLeases, legacyLeasesBeside } from "./legacy-leases.js"
import { markKey } from "./legacy-mark.js"
import type { HeldLease } from "./owner-entry.js"
import { confirm, containerOf, entryOf } from "./read-owner.js"

/** Who wants none asks what there is. */
const wantsAddress = ({ rangeSets, wantsDefinition }: ViewQuery): boolean =>
  rangeSets.length > 0 || wantsDefinition === true

const setsWanted = (
  { rangeSets, setsOf }: ViewQuery,
  definition: View["definition"],
): readonly RangeSet[] =>
  setsOf !== undefined && isSome(definition) ? setsOf(definition.value) : rangeSets

const markPrefix = (site: Site, { ignoresUnlisted }: ViewQuery): readonly string[] => {
  const key = markKey(site, site.network)
  return key === undefined || ignoresUnlisted === true ? [] : [key]
}

const readAll = (site: Site, query: ViewQuery): TaskEither<StoreError, readonly KvEntry[]> => {
  const { kv, layout, network, until } = site
  return pipe(
    TE.fromEither(containerFolder(layout, network, query.owner)),
    TE.flatMap((folder) =>
      kv.read(
        {
          keys: query.wantsDefinition === true ? [layout.definitionKey(network)] : [],
          prefixes: wantsAddress(query)
            ? [folder, cursorsFolder(layout, network), ...markPrefix(site, query)]
            : [folder],
        },
        until,
      ),
    ),
  )
}

const heldOf = (
  site: Site,
  query: ViewQuery,
  entries: readonly KvEntry[],
): TaskEither<StoreError, { readonly revision: string; readonly held: readonly HeldLease[] }> => {
  const { owner } = query
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
      if (held.length > 0 || query.ignoresUnlisted === true) return TE.right({ revision, held })
      return pipe(
        wantsAddress(query) ? legacyLeasesBeside(site, owner, entries) : legacyLeases(site, owner),
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
      TE.let("rangeSets", ({ definition }) => setsWanted(query, definition)),
      TE.bind("candidates", ({ entries, rangeSets }) =>
        pipe(rangeSets, TE.traverseArray(candidate(site, entries))),
      ),
      TE.map(({ definition, owned, candidates, rangeSets }) => ({
        revision: owned.revision,
        held: owned.held.map(({ lease }) => lease),
        candidates,
        rangeSets,
        definition,
      })),
      site.memory.tries.during(
        query.rangeSets.map(({ id }) => cursorKey(site.layout, site.network, id)),
      ),
    )
  }

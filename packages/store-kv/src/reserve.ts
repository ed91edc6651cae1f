/** Makes leases: all of a reservation, its owner's entry and its cursors in one transaction. */
import type { Address, Lease, Reservation, ReserveOutcome, StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { createSurely } from "./create-surely.js"
import { formatCrowd } from "./crowd.js"
import { formatCursor } from "./cursor.js"
import { unseen } from "./guess.js"
import { crowdKey, cursorKey, ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { KvEntry, Step, Version } from "./kv.js"
import { absent } from "./kv.js"
import { markKey } from "./legacy-mark.js"
import type { HeldLease, OwnerEntry } from "./owner-entry.js"
import { formatOwnerEntry } from "./owner-entry.js"
import { confirm, containerOf, entryOf } from "./read-owner.js"
import { without } from "./search-memory.js"

const ownerChanged: ReserveOutcome = { _tag: "Conflict", taken: [], ownerChanged: true }

const leasesOf = ({ network, owner, wanted, details }: Reservation): readonly Lease[] =>
  wanted.map((one) => ({ ...details, ...one, network, owner }))

/** The last address of each range set says where the search goes on. */
const cursorSteps = (
  { layout, network, memory }: Site,
  { owner, wanted }: Reservation,
): readonly Step[] => {
  const last = new Map(wanted.map(({ rangeSet, address }) => [rangeSet, address]))
  const crowd = memory.wasCrowded(owner) ? formatCrowd(Date.now()) : undefined
  return [...last].flatMap(([rangeSet, address]): readonly Step[] => {
    const key = cursorKey(layout, network, rangeSet)
    memory.tries.add(key, address)
    const free = without(memory.seen(key)?.free, address)
    const cursor: Step = { _tag: "Put", key, value: formatCursor({ address, free }) }
    return crowd === undefined
      ? [cursor]
      : [cursor, { _tag: "Put", key: crowdKey(layout, network, rangeSet), value: crowd }]
  })
}

/** That this node has looked for leases of old, if it has just done so. */
const markSteps = (site: Site): readonly Step[] => {
  const key = markKey(site, site.network)
  const value = key === undefined ? undefined : site.memory.takeDueMark(key)
  return key === undefined || value === undefined ? [] : [{ _tag: "Put", key, value }]
}

interface Plan {
  readonly steps: readonly [Step, ...Step[]]
  readonly leaseKeys: ReadonlyMap<string, Address>
}

const planOf = (
  site: Site,
  reservation: Reservation,
  leases: readonly Lease[],
  own: OwnerEntry,
  kept: readonly HeldLease[],
): E.Either<StoreError, Plan> => {
  const { layout, network, kv } = site
  const { owner, definition } = reservation
  const leaseKeys = new Map(leases.map((one) => [layout.leaseKey(network, one), one.address]))
  // A lease of the owner's own may be made anew; it is in the entry once.
  const others = kept.filter(({ lease }) => !leaseKeys.has(layout.leaseKey(network, lease)))
  return pipe(
    E.Do,
    E.bind("key", () => ownerKey(layout, network, owner)),
    // What the container holds as a whole was not looked at either.
    E.bind("containerKey", () => ownerKey(layout, network, containerOf(owner))),
    E.flatMap(({ key, containerKey }): E.Either<StoreError, Plan> => {
      const needed: readonly [Step, ...Step[]] = [
        {
          _tag: "Put",
          key,
          value: formatOwnerEntry(owner, others, leases),
          ifVersion: own.version,
        },
        ...leases.map(
          (lease): Step => ({
            _tag: "Put",
            key: layout.leaseKey(network, lease),
            value: layout.formatLease(lease),
            ifVersion: absent,
          }),
        ),
        ...(reservation.revision === unseen && owner.ifname !== ""
          ? [{ _tag: "Check", key: containerKey, ifVersion: absent } satisfies Step]
          : []),
        ...(definition === undefined
          ? []
          : [
              {
                _tag: "Put",
                key: layout.definitionKey(network),
                value: layout.formatDefinition(definition),
                ifVersion: absent,
              } satisfies Step,
            ]),
      ]
      // The fence of the transaction needs room too.
      const room = kv.mostSteps - 1
      if (needed.length > room)
        return E.left({
          _tag: "Unavailable",
          operation: "lease",
          subject: `${leases.length} addresses at once`,
          reason: `a transaction has room for ${room} changes`,
        })
      const all: readonly [Step, ...Step[]] = [
        ...needed,
        ...cursorSteps(site, reservation),
        ...markSteps(site),
      ]
      return E.right({
        // The search then begins at an older place: no reason to refuse leases.
        steps: all.length > room ? needed : all,
        leaseKeys,
      })
    }),
  )
}

const conflictOf = (
  { layout, network, name, memory }: Site,
  { owner, wanted }: Reservation,
  leaseKeys: Plan["leaseKeys"],
  refused: readonly string[],
  entries: readonly KvEntry[],
): ReserveOutcome => {
  const taken = refused.flatMap((key) => {
    const address = leaseKeys.get(key)
    if (address === undefined) return []
    const entry = entries.find((one) => one.key === key)
    const place = wanted.find((one) => one.address === address)
    const written = entry && place && layout.parseLease(entry.value, place, name)
    const seen = place && memory.seen(cursorKey(layout, network, place.rangeSet))
    // Leased since this process looked: others are at it too. Old plugins move no cursor.
    if (written?.isLegacy === false && entry && seen && entry.version > seen.version)
      memory.noteCrowd(owner)
    return [{ address, holder: written === undefined ? none : some(written.lease.owner) }]
  })
  return {
    _tag: "Conflict",
    taken,
    ownerChanged: taken.length < refused.length || taken.length === 0,
  }
}

/** Where this process may go on without asking. */
const rememberDone = ({ layout, network, memory }: Site, leases: readonly Lease[]): void => {
  for (const { rangeSet, address } of leases) {
    const key = cursorKey(layout, network, rangeSet)
    memory.setLast(key, address)
    const seen = memory.seen(key)
    if (seen?.free !== undefined) memory.see(key, { ...seen, free: without(seen.free, address) })
  }
}

/** Who held nothing else can release this without another look. */
const rememberEntry = (
  { memory }: Site,
  reservation: Reservation,
  leases: readonly Lease[],
  key: string,
  version: Version | undefined,
): void => {
  memory.takeEntry(key)
  if (version === undefined || !heldNothing(reservation)) return
  const held = leases.map((lease) => ({ lease, version }))
  memory.keepEntry(key, { owner: reservation.owner, version, held })
}

/** Others have gone on from elsewhere. What was not taken is free for the next try. */
const rememberRefused = (
  { layout, network, memory }: Site,
  leases: readonly Lease[],
  refused: readonly string[],
): void => {
  for (const lease of leases) {
    const key = cursorKey(layout, network, lease.rangeSet)
    memory.setLast(key, undefined)
    if (!refused.includes(layout.leaseKey(network, lease))) memory.tries.drop(key, lease.address)
  }
}

const commit = (
  site: Site,
  reservation: Reservation,
  leases: readonly Lease[],
  { steps, leaseKeys }: Plan,
): TaskEither<StoreError, ReserveOutcome> =>
  pipe(
    createSurely(site, steps, site.until),
    TE.flatMap((outcome): TaskEither<StoreError, ReserveOutcome> => {
      if (outcome._tag === "Committed") {
        rememberDone(site, leases)
        rememberEntry(site, reservation, leases, steps[0].key, outcome.version)
        return TE.right({ _tag: "Reserved", leases })
      }
      rememberRefused(site, leases, outcome.keys)
      const taken = outcome.keys.filter((key) => leaseKeys.has(key))
      if (taken.length === 0) return TE.right(ownerChanged)
      return pipe(
        site.kv.read({ keys: taken, prefixes: [] }, site.until),
        TE.map((entries) => conflictOf(site, reservation, leaseKeys, outcome.keys, entries)),
      )
    }),
  )

const heldNothing = ({ revision }: Reservation): boolean => revision === "" || revision === unseen

/** An owner that held nothing when it was viewed has no entry, and none need be read. */
const readOwn = (site: Site, reservation: Reservation): TaskEither<StoreError, OwnerEntry> => {
  const { owner } = reservation
  return heldNothing(reservation)
    ? TE.right({ owner, version: absent, held: [] })
    : pipe(
        TE.fromEither(ownerKey(site.layout, site.network, owner)),
        TE.flatMap((key) => site.kv.read({ keys: [key], prefixes: [] }, site.until)),
        TE.flatMapEither(entryOf(site, owner)),
      )
}

export const reserve =
  (reservation: Reservation) =>
  (site: Site): TaskEither<StoreError, ReserveOutcome> => {
    const leases = leasesOf(reservation)
    return pipe(
      readOwn(site, reservation),
      TE.flatMap((own) => {
        if (!heldNothing(reservation) && `${own.version}` !== reservation.revision)
          return TE.right(ownerChanged)
        return pipe(
          confirm(site)(own),
          TE.flatMapEither((kept) => planOf(site, reservation, leases, own, kept)),
          TE.flatMap((plan) => commit(site, reservation, leases, plan)),
        )
      }),
      site.memory.tries.during(
        reservation.wanted.map(({ rangeSet }) => cursorKey(site.layout, site.network, rangeSet)),
      ),
    )
  }

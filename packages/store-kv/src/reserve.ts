/** Makes leases: all of a reservation, its owner's entry and its cursors in one transaction. */
import type { Lease, Reservation, ReserveOutcome, StoreError, TakenAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { createSurely } from "./create-surely.js"
import { unseen } from "./guess.js"
import { cursorKey, ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { KvEntry, Version } from "./kv.js"
import { absent } from "./kv.js"
import type { OwnerEntry } from "./owner-entry.js"
import { confirm, entryOf } from "./read-owner.js"
import type { Plan } from "./reservation-plan.js"
import { planOf } from "./reservation-plan.js"
import { without } from "./search-memory.js"

const ownerChanged: ReserveOutcome = { _tag: "Conflict", taken: [], ownerChanged: true }

const leasesOf = ({ network, owner, wanted, details }: Reservation): readonly Lease[] =>
  wanted.map((one) => ({ ...details, ...one, network, owner }))

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
  { steps, leaseKeys, required }: Plan,
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
      const { requires } = reservation
      if (requires && required !== undefined && outcome.keys.includes(required))
        return TE.right({ _tag: "Conflict", taken: [], ownerChanged: false, missing: requires })
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

/** A transaction has each key once. Of different range sets a layout may keep the same address apart. */
const namedTwice = (
  { layout, network }: Site,
  { wanted }: Reservation,
): readonly TakenAddress[] => {
  const keys = wanted.map((place) => layout.leaseKey(network, place))
  return wanted.flatMap(({ address }, index) =>
    keys.indexOf(keys[index] ?? "") < index ? [{ address, holder: none }] : [],
  )
}

/** GC frees the leases of its own node only, so each has to be of some node. */
const ofNode = (reservation: Reservation, node: string): Reservation =>
  reservation.details.node === ""
    ? { ...reservation, details: { ...reservation.details, node } }
    : reservation

export const reserve =
  (given: Reservation) =>
  (site: Site): TaskEither<StoreError, ReserveOutcome> => {
    const reservation = ofNode(given, site.node)
    const leases = leasesOf(reservation)
    const taken = namedTwice(site, reservation)
    if (taken.length > 0) return TE.right({ _tag: "Conflict", taken, ownerChanged: false })
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

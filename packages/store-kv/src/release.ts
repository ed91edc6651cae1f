/** Ends leases: deletes exactly those that the owner's entry is about, and none made later. */
import type { Lease, Owner, ReleaseQuery, StoreError } from "@cni-ipam/core"
import { sameAddress } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { commitSurely } from "./commit-surely.js"
import { timeLeft } from "./deadline.js"
import { containerFolder, ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { Step } from "./kv.js"
import { absent } from "./kv.js"
import { legacyLeases } from "./legacy-leases.js"
import type { HeldLease, OwnerEntry } from "./owner-entry.js"
import { formatOwnerEntry } from "./owner-entry.js"
import { confirm, containerOf, entryOf } from "./read-owner.js"

type Leases = TaskEither<StoreError, readonly Lease[]>

/** The owner's entry, or its container's where the owner has none. */
const readEntry = (
  site: Site,
  owner: Owner,
  consistent: boolean,
): TaskEither<StoreError, OwnerEntry> =>
  pipe(
    TE.fromEither(containerFolder(site.layout, site.network, owner)),
    TE.flatMap((folder) => site.kv.read({ keys: [], prefixes: [folder], consistent }, site.until)),
    TE.flatMapEither((entries) =>
      pipe(
        entryOf(site, owner)(entries),
        E.flatMap((own) =>
          own.version === absent ? entryOf(site, containerOf(owner))(entries) : E.right(own),
        ),
      ),
    ),
  )

const isWanted = ({ addresses }: ReleaseQuery, { lease }: HeldLease): boolean =>
  addresses === undefined || addresses.some((one) => sameAddress(one, lease.address))

const deletion = ({ layout, network }: Site, { lease, version }: HeldLease): Step => ({
  _tag: "Delete",
  key: layout.leaseKey(network, lease),
  ifVersion: version,
})

const leaseOf = ({ lease }: HeldLease): Lease => lease

/** The entry without what is ended; gone, where that is all. */
const entryStep = (
  key: string,
  { owner, version }: OwnerEntry,
  rest: readonly HeldLease[],
): Step =>
  rest.length === 0
    ? { _tag: "Delete", key, ifVersion: version }
    : { _tag: "Put", key, value: formatOwnerEntry(owner, rest), ifVersion: version }

/**
 * Ends as many of the leases as one transaction has room for.
 *
 * @param entry as it was read; its leases may turn out to be others' by now.
 */
const endSome = (site: Site, query: ReleaseQuery, entry: OwnerEntry): Leases => {
  const { kv, layout, network, until } = site
  const wanted = entry.held.filter((one) => isWanted(query, one)).slice(0, kv.mostSteps - 1)
  if (wanted.length === 0) return endOthers(site, query)
  const rest = entry.held.filter((one) => !wanted.includes(one))
  return pipe(
    TE.fromEither(ownerKey(layout, network, entry.owner)),
    TE.flatMap((key) =>
      commitSurely(
        kv,
        [entryStep(key, entry, rest), ...wanted.map((one) => deletion(site, one))],
        until,
      ),
    ),
    TE.flatMap((outcome): Leases => {
      const ended = wanted.map(leaseOf)
      if (outcome._tag === "Refused") return endAgain(site, query)
      return pipe(
        rest.some((one) => isWanted(query, one)) ? endAgain(site, query) : endOthers(site, query),
        TE.map((more) => [...ended, ...more]),
      )
    }),
  )
}

/** Others changed the entry or the leases, or there was not room for all: from the start, exactly. */
const endAgain = (site: Site, query: ReleaseQuery): Leases => {
  if (timeLeft(site.until) === 0)
    return TE.left({
      _tag: "Unavailable",
      operation: "release",
      subject: site.layout.leaseFolder(site.network),
      reason: "others changed it again and again until the time was up",
    })
  return pipe(
    readEntry(site, query.owner, true),
    TE.bindTo("entry"),
    TE.bind("held", ({ entry }) => confirm(site)(entry)),
    TE.flatMap(({ entry, held }) =>
      held.length === 0 && entry.version !== absent
        ? dropEntry(site, query, entry)
        : endSome(site, query, { ...entry, held }),
    ),
  )
}

/** None of its leases is the owner's any more, so nothing is ended. */
const dropEntry = (site: Site, query: ReleaseQuery, { owner, version }: OwnerEntry): Leases =>
  pipe(
    TE.fromEither(ownerKey(site.layout, site.network, owner)),
    TE.flatMap((key) =>
      commitSurely(site.kv, [{ _tag: "Delete", key, ifVersion: version }], site.until),
    ),
    TE.flatMap(() => endOthers(site, query)),
  )

/** Where other programs make leases too, an owner's list is not all that its container holds. */
const endOthers = (site: Site, query: ReleaseQuery): Leases =>
  site.layout.isMixed === true ? endLegacy(site, query) : TE.right([])

const endLegacy = (site: Site, query: ReleaseQuery): Leases =>
  pipe(
    legacyLeases(site, query.owner),
    TE.flatMap((found) =>
      pipe(
        found.filter((one) => isWanted(query, one)),
        TE.traverseSeqArray((one) =>
          pipe(
            commitSurely(site.kv, [deletion(site, one)], site.until),
            TE.map((outcome) => (outcome._tag === "Committed" ? [one.lease] : [])),
          ),
        ),
        TE.map((ended) => ended.flat()),
      ),
    ),
  )

/** That an owner holds nothing is believed only of a read that cannot be out of date. */
const endFromNothing = (site: Site, query: ReleaseQuery): Leases =>
  pipe(
    readEntry(site, query.owner, true),
    TE.flatMap((entry) =>
      entry.version === absent ? endLegacy(site, query) : endSome(site, query, entry),
    ),
  )

/** What this process has reserved itself: its version tells whether it is still so. */
const endKnown = (site: Site, query: ReleaseQuery): Leases | undefined => {
  const key = ownerKey(site.layout, site.network, query.owner)
  const entry = E.isRight(key) ? site.memory.takeEntry(key.right) : undefined
  return entry?.held.some((one) => isWanted(query, one)) === true
    ? endSome(site, query, entry)
    : undefined
}

/**
 * Two round trips for an owner that holds something: its entry, and the transaction that the
 * entry's version guards. One, where this very process made the leases.
 */
export const release =
  (query: ReleaseQuery) =>
  (site: Site): Leases =>
    endKnown(site, query) ??
    pipe(
      readEntry(site, query.owner, false),
      TE.flatMap((entry) =>
        entry.version === absent ? endFromNothing(site, query) : endSome(site, query, entry),
      ),
    )

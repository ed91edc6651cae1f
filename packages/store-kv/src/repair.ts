/**
 * Brings owners' entries and leases in accord again, after strangers have changed either: the
 * leases are what is true, and the entries are made to say it.
 */
import type { Owner, StoreError } from "@cni-ipam/core"
import { formatAddress, formatOwner, sameAddress, sameOwner } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { commitSurely } from "./commit-surely.js"
import { removeOldFences } from "./create-surely.js"
import { ownerKey, ownerOfKey, ownersFolder } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { KvEntry, Step, Version } from "./kv.js"
import { absent } from "./kv.js"
import type { HeldLease } from "./owner-entry.js"
import { formatOwnerEntry, parseOwnerEntry } from "./owner-entry.js"
import type { ReadLease, ReadLeases } from "./read-leases.js"
import { readLeases } from "./read-leases.js"

/** An entry as it is, and as it should be. */
interface Account {
  readonly key: string
  readonly owner: Owner
  readonly version: Version
  readonly isReadable: boolean
  readonly listed: readonly HeldLease[]
  readonly held: readonly ReadLease[]
}

const accountOf =
  (site: Site, leases: ReadonlyMap<string, readonly ReadLease[]>) =>
  (entry: KvEntry): readonly Account[] => {
    const owner = ownerOfKey(site.layout, site.network, entry.key)
    if (owner === undefined) return []
    const parsed = parseOwnerEntry(site.name)(entry)
    return [
      {
        key: entry.key,
        owner,
        version: entry.version,
        isReadable: E.isRight(parsed) && sameOwner(parsed.right.owner, owner),
        listed: E.isRight(parsed) ? parsed.right.held : [],
        held: leases.get(entry.key) ?? [],
      },
    ]
  }

const newAccount = (key: string, held: readonly ReadLease[]): readonly Account[] =>
  held.slice(0, 1).map(({ lease: { owner } }) => ({
    key,
    owner,
    version: absent,
    isReadable: true,
    listed: [],
    held,
  }))

const groupByOwner = (
  site: Site,
  leases: readonly ReadLease[],
): ReadonlyMap<string, readonly ReadLease[]> => {
  const groups = new Map<string, ReadLease[]>()
  for (const one of leases) {
    // They come and go by programs that would not mend the list; nobody looks for them there.
    if (one.isLegacy && site.layout.isMixed === true) continue
    const key = ownerKey(site.layout, site.network, one.lease.owner)
    if (E.isLeft(key)) continue
    const group = groups.get(key.right)
    if (group === undefined) groups.set(key.right, [one])
    else group.push(one)
  }
  return groups
}

interface Mending {
  readonly steps: readonly [Step, ...Step[]]
  readonly sentences: readonly string[]
}

const lists = (all: readonly HeldLease[], { lease }: HeldLease): boolean =>
  all.some((one) => sameAddress(one.lease.address, lease.address))

/** Each change is made only while the leases are still what they were seen to be. */
const mendingOf =
  ({ kv, layout, network }: Site, { versions }: ReadLeases, readable: ReadonlySet<string>) =>
  ({ key, owner, version, isReadable, listed, held }: Account): Mending | undefined => {
    const keyOf = ({ lease }: HeldLease): string => layout.leaseKey(network, lease)
    // What cannot be read may be the owner's as well as anybody's: it is left as it is.
    const isLost = (one: HeldLease): boolean =>
      !lists(held, one) && (!versions.has(keyOf(one)) || readable.has(keyOf(one)))
    // As many as one transaction has room to check; what is left is for the next repair.
    const most = kv.mostSteps - 1
    const lost = listed.filter(isLost).slice(0, most)
    const unlisted = held.filter((one) => !lists(listed, one)).slice(0, most - lost.length)
    if (isReadable && lost.length === 0 && unlisted.length === 0) return undefined
    const check = (one: HeldLease): Step => ({
      _tag: "Check",
      key: keyOf(one),
      ifVersion: versions.get(keyOf(one)) ?? absent,
    })
    const right = [
      ...held.filter((one) => lists(listed, one) || lists(unlisted, one)),
      ...listed.filter((one) => !lists(held, one) && !lists(lost, one)),
    ]
    const name = formatOwner(owner)
    return {
      steps: [
        right.length === 0
          ? { _tag: "Delete", key, ifVersion: version }
          : { _tag: "Put", key, value: formatOwnerEntry(owner, right), ifVersion: version },
        ...[...lost, ...unlisted].map(check),
      ],
      sentences: [
        ...(isReadable ? [] : [`wrote the unreadable list of what ${name} holds anew`]),
        ...lost.map(
          ({ lease }) =>
            `${formatAddress(lease.address)} was listed as held by ${name}, and is not`,
        ),
        ...unlisted.map(
          ({ lease }) => `${formatAddress(lease.address)} was not listed as held by ${name}`,
        ),
      ],
    }
  }

const mend =
  ({ kv, until }: Site) =>
  ({ steps, sentences }: Mending): TaskEither<StoreError, readonly string[]> =>
    pipe(
      commitSurely(kv, steps, until),
      // Somebody is at work there: the next repair sees what it comes to.
      TE.map((outcome) => (outcome._tag === "Committed" ? sentences : [])),
    )

/** Leases first: an entry that is read later cannot be older than they are. */
export const repair = (site: Site): TaskEither<StoreError, readonly string[]> =>
  pipe(
    TE.Do,
    TE.bind("all", () => readLeases(site)),
    TE.bind("entries", () => site.kv.entries(ownersFolder(site.layout, site.network), site.until)),
    TE.map(({ all, entries }) => {
      const groups = groupByOwner(site, all.leases)
      const known = new Set(entries.map(({ key }) => key))
      const readable = new Set(all.leases.map((one) => one.key))
      return [
        ...entries.flatMap(accountOf(site, groups)),
        ...[...groups].flatMap(([key, held]) => (known.has(key) ? [] : newAccount(key, held))),
      ].flatMap((account) => mendingOf(site, all, readable)(account) ?? [])
    }),
    TE.flatMap(TE.traverseSeqArray(mend(site))),
    TE.tap(() => removeOldFences(site, site.until)),
    TE.map((sentences) => sentences.flat()),
  )

/** Every lease of a network, and what stands among them that is none. */
import type { LeasePage, LeasesQuery, StoreError } from "@cni-ipam/core"
import { compareAddresses } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { keyMeaning } from "./key-meaning.js"
import type { Site } from "./kit.js"
import type { KvEntry, Version } from "./kv.js"
import type { WrittenLease } from "./layout.js"
import type { HeldLease } from "./owner-entry.js"

export interface ReadLease extends HeldLease, WrittenLease {
  readonly key: string
}

export interface ReadLeases {
  /** By family and address. */
  readonly leases: readonly ReadLease[]
  readonly problems: readonly string[]
  /** Of every key, also of what is no lease. */
  readonly versions: ReadonlyMap<string, Version>
}

/** `undefined` for what is meant to be something else, or is another network's. */
const readOne = (site: Site, { key, value, version }: KvEntry): ReadLease | string | undefined => {
  const { layout, name } = site
  const meaning = keyMeaning(site)(key)
  if (meaning._tag === "Foreign") return undefined
  if (meaning._tag === "Misspelt")
    return `${key} holds no lease: that of this address is ${meaning.leaseKey}`
  const written = layout.parseLease(value, meaning.place, name)
  if (written === undefined) return `${key} holds no lease`
  return written.lease.network === name ? { ...written, key, version } : undefined
}

export const readLeases = (site: Site): TaskEither<StoreError, ReadLeases> => {
  const folder = site.layout.leaseFolder(site.network)
  return pipe(
    site.kv.entries(folder, site.until),
    TE.map((entries) => {
      const leases: ReadLease[] = []
      const problems: string[] = []
      for (const entry of entries) {
        const read = readOne(site, entry)
        if (typeof read === "string") problems.push(read)
        else if (read !== undefined) leases.push(read)
      }
      leases.sort((a, b) => compareAddresses(a.lease.address, b.lease.address))
      const versions = new Map(entries.map(({ key, version }) => [key, version]))
      return { leases, problems, versions }
    }),
  )
}

export const leasePage =
  ({ after, limit = Number.POSITIVE_INFINITY }: LeasesQuery) =>
  (site: Site): TaskEither<StoreError, LeasePage> =>
    pipe(
      readLeases(site),
      TE.map(({ leases, problems }) => {
        const rest = leases
          .map(({ lease }) => lease)
          .filter(({ address }) => after === undefined || compareAddresses(address, after) > 0)
        const page = rest.slice(0, limit)
        const last = page.at(-1)
        return {
          leases: page,
          problems: after === undefined ? problems : [],
          next: last !== undefined && page.length < rest.length ? some(last.address) : none,
        }
      }),
    )

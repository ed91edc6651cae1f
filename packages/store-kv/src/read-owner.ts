/** What owners hold: their entries, as far as the leases themselves confirm them. */
import type { Owner, StoreError } from "@cni-ipam/core"
import { sameOwner } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { KvEntry } from "./kv.js"
import { absent } from "./kv.js"
import type { HeldLease, OwnerEntry } from "./owner-entry.js"
import { parseOwnerEntry } from "./owner-entry.js"

/** What was written without an interface belongs to the container as a whole. */
export const containerOf = ({ containerId }: Owner): Owner => ({ containerId, ifname: "" })

/** The owner's entry among those that were read; an empty one if there is none. */
export const entryOf =
  ({ layout, network, name }: Site, owner: Owner) =>
  (entries: readonly KvEntry[]): E.Either<StoreError, OwnerEntry> =>
    pipe(
      ownerKey(layout, network, owner),
      E.flatMap((key) => {
        const entry = entries.find((one) => one.key === key)
        if (entry === undefined) return E.right({ owner, version: absent, held: [] })
        return pipe(
          parseOwnerEntry(name)(entry),
          E.mapLeft((reason): StoreError => ({ _tag: "Corrupt", subject: key, reason })),
        )
      }),
    )

/** Leases of the entry whose keys still hold them, in their present versions. */
export const confirm =
  ({ kv, layout, network, name, until }: Site) =>
  ({ owner, held }: OwnerEntry): TaskEither<StoreError, readonly HeldLease[]> => {
    if (held.length === 0) return TE.right([])
    const keyOf = ({ lease }: HeldLease): string => layout.leaseKey(network, lease)
    return pipe(
      kv.read({ keys: held.map(keyOf), prefixes: [], consistent: true }, until),
      TE.map((entries) => {
        const byKey = new Map(entries.map((entry) => [entry.key, entry]))
        return held.flatMap((one): readonly HeldLease[] => {
          const entry = byKey.get(keyOf(one))
          if (entry === undefined) return []
          if (entry.version === one.version) return [one]
          const written = layout.parseLease(entry.value, one.lease, name)
          return written !== undefined &&
            written.lease.network === name &&
            sameOwner(written.lease.owner, owner)
            ? [{ ...one, version: entry.version }]
            : []
        })
      }),
    )
  }

/** Ends the lease of an address, whoever holds it: the lease itself says who. */
import type { AddressQuery, Lease, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { commitSurely } from "./commit-surely.js"
import type { Found } from "./find-lease.js"
import { findLease } from "./find-lease.js"
import { ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { Step, Version } from "./kv.js"
import { release } from "./release.js"

const deletion = (key: string, ifVersion: Version): Step => ({ _tag: "Delete", key, ifVersion })

/** The owner's entry is of another version: it tells of other leases too, or there is none. */
const endByOwner = (
  site: Site,
  { key, lease, version }: Found,
): TaskEither<StoreError, Option<Lease>> =>
  pipe(
    release({ network: site.name, owner: lease.owner, addresses: [lease.address] })(site),
    TE.flatMap(([ended]) =>
      ended !== undefined
        ? TE.right(some(ended))
        : pipe(
            // No list of an owner's knows it: an old program made it, or it is gone meanwhile.
            commitSurely(site.kv, [deletion(key, version)], site.until),
            TE.map((outcome) => (outcome._tag === "Committed" ? some(lease) : none)),
          ),
    ),
  )

/** The entry was written with the lease, or it is another one and this is refused. */
const endBoth = (site: Site, found: Found): TaskEither<StoreError, Option<Lease>> =>
  pipe(
    TE.fromEither(ownerKey(site.layout, site.network, found.lease.owner)),
    TE.flatMap((entryKey) =>
      commitSurely(
        site.kv,
        [deletion(found.key, found.version), deletion(entryKey, found.version)],
        site.until,
      ),
    ),
    TE.flatMap((outcome) =>
      outcome._tag === "Committed" ? TE.right(some(found.lease)) : endByOwner(site, found),
    ),
  )

/** Two round trips, if the lease is alone and was made by this store. */
export const releaseAddress =
  (query: AddressQuery) =>
  (site: Site): TaskEither<StoreError, Option<Lease>> => {
    const { only = () => true, address } = query
    return pipe(
      findLease(site)(address),
      TE.map((found) => (found !== undefined && only(found.lease) ? found : undefined)),
      TE.flatMap((found): TaskEither<StoreError, Option<Lease>> => {
        if (found === undefined) return TE.right(none)
        return query.isAlone === true ? endBoth(site, found) : endByOwner(site, found)
      }),
    )
  }

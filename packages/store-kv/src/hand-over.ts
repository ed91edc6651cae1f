/** Makes a lease another owner's: its key, and what both owners are known to hold, in one transaction. */
import type { HandOver, Lease, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { createSurely } from "./create-surely.js"
import type { Found } from "./find-lease.js"
import { findLease } from "./find-lease.js"
import { ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { KvOutcome, Step } from "./kv.js"
import { absent } from "./kv.js"
import { formatOwnerEntry } from "./owner-entry.js"

/** The two keys, and the old owner's entry if that was written with the lease. */
const commitBoth = (
  site: Site,
  found: Found,
  lease: Lease,
  hasEntry: boolean,
): TaskEither<StoreError, KvOutcome> =>
  pipe(
    TE.Do,
    TE.bind("key", () => TE.fromEither(ownerKey(site.layout, site.network, lease.owner))),
    TE.bind("oldKey", () => TE.fromEither(ownerKey(site.layout, site.network, found.lease.owner))),
    TE.flatMap(({ key, oldKey }) => {
      const { version: ifVersion } = found
      const entry: Step = {
        _tag: "Put",
        key,
        value: formatOwnerEntry(lease.owner, [], [lease]),
        ifVersion: absent,
      }
      const value = site.layout.formatLease(lease)
      return createSurely(
        site,
        [
          entry,
          { _tag: "Put", key: found.key, value, ifVersion },
          ...(hasEntry ? [{ _tag: "Delete", key: oldKey, ifVersion } satisfies Step] : []),
        ],
        site.until,
      )
    }),
  )

/**
 * Two round trips. Where the old owner's entry tells of other leases too, or there is none, it stays
 * as it is: what it says of this lease is not believed, because the lease itself says other things.
 */
export const handOver =
  ({ address, only, owner, rangeSet, allocatedAt }: HandOver) =>
  (site: Site): TaskEither<StoreError, Option<Lease>> =>
    pipe(
      findLease(site)(address),
      TE.flatMap((found): TaskEither<StoreError, Option<Lease>> => {
        if (found === undefined || !only(found.lease)) return TE.right(none)
        const lease: Lease = { ...found.lease, owner, rangeSet, allocatedAt }
        return pipe(
          commitBoth(site, found, lease, true),
          TE.flatMap((outcome) =>
            outcome._tag === "Committed" || outcome.keys.includes(found.key)
              ? TE.right(outcome)
              : commitBoth(site, found, lease, false),
          ),
          TE.map(({ _tag }) => (_tag === "Committed" ? some(lease) : none)),
        )
      }),
    )

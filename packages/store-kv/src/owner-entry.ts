/**
 * What an owner holds, under one key that is found by the owner's name.
 *
 * It is written in the same transaction as the leases themselves, so that its version is theirs:
 * a release needs to know nothing else to delete exactly these leases and no later ones.
 */
import type { Lease, Owner } from "@cni-ipam/core"
import {
  arrayOf,
  decode,
  formatLeaseFields,
  holderFields,
  Integer,
  leaseFields,
  object,
  parseJson,
  Text,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { KvEntry, Version } from "./kv.js"

export interface HeldLease {
  readonly lease: Lease
  /** Of the lease's key when it was last known to be this owner's. */
  readonly version: Version
}

export interface OwnerEntry {
  readonly owner: Owner
  /** Of the entry's own key. */
  readonly version: Version
  readonly held: readonly HeldLease[]
}

const EntryText = object(
  {
    containerId: Text,
    ifname: Text,
    held: arrayOf(object(leaseFields, { ...holderFields, version: Integer }), "leases"),
  },
  {},
)

/** Whom the entry is of, and what they hold. A lease made with the entry needs no version in it. */
export const formatOwnerEntry = (
  { containerId, ifname }: Owner,
  kept: readonly HeldLease[],
  made: readonly Lease[] = [],
): string =>
  JSON.stringify({
    containerId,
    ifname,
    // No two entries are alike: whoever finds this text knows that this very write was made.
    writer: crypto.randomUUID(),
    held: [...kept, ...made.map((lease) => ({ lease, version: undefined }))].map(
      ({ lease, version }) => ({ ...formatLeaseFields(lease), version }),
    ),
  })

/** Left: what is wrong with the text. */
export const parseOwnerEntry =
  (network: string) =>
  ({ value, version }: KvEntry): E.Either<string, OwnerEntry> =>
    pipe(
      parseJson(value),
      E.flatMap((json) =>
        pipe(
          decode(EntryText)(json),
          E.mapLeft(() => "it is no list of leases"),
        ),
      ),
      E.map(({ containerId, ifname, held }) => {
        const owner = { containerId, ifname }
        return {
          owner,
          version,
          held: held.map(({ version: known = version, ...lease }) => ({
            lease: { ...lease, network, owner },
            version: known,
          })),
        }
      }),
    )

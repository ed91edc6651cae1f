/** The lease of an address, for who does not know its holder. */
import type { Address, Lease, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Site } from "./kit.js"
import type { KvEntry, Version } from "./kv.js"

export interface Found {
  readonly key: string
  readonly lease: Lease
  readonly version: Version
}

const foundIn =
  ({ layout, name }: Site, address: Address, key: string) =>
  (entries: readonly KvEntry[]): Found | undefined => {
    const entry = entries.find((one) => one.key === key)
    const written = entry && layout.parseLease(entry.value, { rangeSet: "", address }, name)
    return entry && written && { key, lease: written.lease, version: entry.version }
  }

/** The lease of the address, as it is now. */
export const findLease =
  (site: Site) =>
  (address: Address): TaskEither<StoreError, Found | undefined> => {
    const key = site.layout.leaseKey(site.network, { rangeSet: "", address })
    return pipe(
      site.kv.read({ keys: [key], prefixes: [], consistent: true }, site.until),
      TE.map(foundIn(site, address, key)),
    )
  }

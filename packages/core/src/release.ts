/** Ends the leases of an owner. */
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Lease } from "./lease.js"
import type { ReleaseQuery, Store } from "./store.js"
import type { StoreError } from "./store-error.js"

/**
 * Ends all leases of the owner in the network, or only those of `addresses`.
 *
 * @returns the leases that were ended; none if the owner held nothing, which is no error.
 *
 * @example
 * await release(store)({ network: "lan", owner: { containerId: "web-1", ifname: "eth0" } })()
 */
export const release =
  (store: Store) =>
  (query: ReleaseQuery): TaskEither<StoreError, readonly Lease[]> =>
    store.release(query)

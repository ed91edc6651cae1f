/** Whether an owner still holds what it was given. */
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Address } from "./address.js"
import { sameAddress } from "./address.js"
import { formatAddress } from "./format-address.js"
import type { Lease } from "./lease.js"
import type { Owner } from "./owner.js"
import { formatOwner } from "./owner.js"
import type { Pool } from "./pool.js"
import { poolIncludes } from "./pool.js"
import type { Store } from "./store.js"
import type { StoreError } from "./store-error.js"
import { explainStoreError } from "./store-error.js"

export interface CheckQuery {
  readonly pool: Pool
  readonly owner: Owner
  /** What the owner believes it has. Addresses outside the pool are somebody else's matter. */
  readonly expected: readonly Address[]
}

export type CheckError =
  | { readonly _tag: "NothingLeased"; readonly owner: Owner }
  | { readonly _tag: "NotLeased"; readonly owner: Owner; readonly addresses: readonly Address[] }
  | { readonly _tag: "Store"; readonly error: StoreError }

export const explainCheckError = (error: CheckError): string => {
  switch (error._tag) {
    case "NothingLeased":
      return `Failed to find address added by container ${formatOwner(error.owner)}`
    case "NotLeased":
      return `container ${formatOwner(error.owner)} does not hold ${error.addresses.map(formatAddress).join(" ")}`
    case "Store":
      return explainStoreError(error.error)
  }
}

/**
 * Succeeds with the owner's leases if it holds at least one, and all of the expected ones.
 *
 * @example
 * await checkLeases(store)({ pool, owner, expected: [] })()
 */
export const checkLeases =
  (store: Store) =>
  ({ pool, owner, expected }: CheckQuery): TaskEither<CheckError, readonly Lease[]> =>
  async () => {
    const view = await store.view({ network: pool.network, owner, rangeSets: [] })()
    if (isLeft(view)) return left({ _tag: "Store", error: view.left })
    const { held } = view.right
    if (held.length === 0) return left({ _tag: "NothingLeased", owner })
    const missing = expected.filter(
      (address) =>
        poolIncludes(pool, address) && !held.some((lease) => sameAddress(lease.address, address)),
    )
    return missing.length > 0 ? left({ _tag: "NotLeased", owner, addresses: missing }) : right(held)
  }

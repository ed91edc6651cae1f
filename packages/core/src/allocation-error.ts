/** Why no address could be leased. Each case holds what its message needs. */
import type { Option } from "fp-ts/lib/Option.js"
import type { Address } from "./address.js"
import type { DocumentKey } from "./documents.js"
import { formatAddress } from "./format-address.js"
import type { Owner } from "./owner.js"
import { formatOwner } from "./owner.js"
import type { RangeSet } from "./range-set.js"
import { formatRangeSet } from "./range-set.js"
import type { StoreError } from "./store-error.js"
import { explainStoreError } from "./store-error.js"

/** What is wrong with an address that was asked for by name. */
export type RequestError =
  /** In no range set, or one more than there are range sets that include it. */
  | { readonly _tag: "NotInPool"; readonly addresses: readonly Address[] }
  | { readonly _tag: "IsGateway"; readonly address: Address; readonly rangeSet: RangeSet }
  | { readonly _tag: "IsExcluded"; readonly address: Address; readonly rangeSet: RangeSet }

/**
 * Why no address could be leased; nothing is leased then. `explainAllocationError` tells a person.
 *
 * @example
 * const result = await allocate(store)({ pool, owner })()
 * if (isLeft(result) && result.left._tag === "Exhausted") console.error(explainAllocationError(result.left))
 */
export type AllocationError =
  | RequestError
  /** Every address of the range set is leased. */
  | { readonly _tag: "Exhausted"; readonly rangeSet: RangeSet }
  /** A requested address is somebody's; `none` where the store does not know whose. */
  | {
      readonly _tag: "Taken"
      readonly address: Address
      readonly rangeSet: RangeSet
      readonly holder: Option<Owner>
    }
  /** The owner has an address of the range set, and did not ask for another by name. */
  | {
      readonly _tag: "AlreadyLeased"
      readonly owner: Owner
      readonly address: Address
      readonly rangeSet: RangeSet
    }
  /** Others were faster, again and again. Trying later may help. */
  | { readonly _tag: "Contended"; readonly attempts: number }
  /** What the request is for is gone. */
  | { readonly _tag: "Missing"; readonly document: DocumentKey }
  | { readonly _tag: "Store"; readonly error: StoreError }

const heldBy = (holder: Option<Owner>): string =>
  holder._tag === "Some" ? `; it is held by ${formatOwner(holder.value)}` : ""

/** One sentence for a person: what, which, and what to do about it where we know. */
export const explainAllocationError = (error: AllocationError): string => {
  switch (error._tag) {
    case "NotInPool":
      return `failed to allocate all requested IPs: ${error.addresses.map(formatAddress).join(" ")}`
    case "IsGateway":
      return `requested ip ${formatAddress(error.address)} is subnet's gateway`
    case "IsExcluded":
      return `requested ip ${formatAddress(error.address)} is excluded from range set ${formatRangeSet(error.rangeSet)}`
    case "Exhausted":
      return `no IP addresses available in range set: ${formatRangeSet(error.rangeSet)}`
    case "Taken":
      return `requested IP address ${formatAddress(error.address)} is not available in range set ${formatRangeSet(error.rangeSet)}${heldBy(error.holder)}`
    case "AlreadyLeased":
      return `${formatAddress(error.address)} has been allocated to ${formatOwner(error.owner)}, duplicate allocation is not allowed`
    case "Contended":
      return `others took every address that was tried, ${error.attempts} times in a row; try again later`
    case "Missing":
      return `there is no ${error.document.join("/")} in the store any more, without which no address is leased`
    case "Store":
      return explainStoreError(error.error)
  }
}

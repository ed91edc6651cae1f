/** An address that somebody holds, and everything that is known about the holder. */
import type { Address } from "./address.js"
import type { Owner } from "./owner.js"

/** What is recorded of the holder beside the owner; the same for all addresses of one request. */
export interface LeaseDetails {
  /**
   * The machine that made the lease. On a shared store, GC frees only leases of its own node; the
   * stores on servers take an empty name for that of the machine that they were opened for.
   */
  readonly node: string
  /** When the lease was made, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly allocatedAt: number
  /** In the spelling in which it was given. */
  readonly mac?: string
  readonly podNamespace?: string
  readonly podName?: string
}

/** An address that somebody holds: where, who, and what else is known of the holder. */
export interface Lease extends LeaseDetails {
  readonly network: string
  /** The id of the range set it was made from; empty where the writer did not record it. */
  readonly rangeSet: string
  readonly address: Address
  readonly owner: Owner
}

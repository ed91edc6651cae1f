/**
 * Where a store keeps what, and how it is written: the keys and values that other programs and
 * operators see.
 *
 * Names of networks and range sets are key segments already (see key-segment.ts).
 */
import type { Address, Lease, NetworkDefinition } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"

export interface LeasePlace {
  /** Empty where the key does not tell. */
  readonly rangeSet: string
  readonly address: Address
}

export interface WrittenLease {
  readonly lease: Lease
  /** Written by a plugin that keeps no list of what an owner holds. */
  readonly isLegacy: boolean
}

export interface Layout {
  /** Where everything of ours is kept that no other program knows. Ends with a slash. */
  readonly index: string
  /**
   * Where documents are kept, if programs of old look for them there. Ends with a slash. Default: a
   * folder in `index`.
   */
  readonly documents?: string
  /** Whose children are the networks; `undefined` where others keep their folders there too. */
  readonly networks: string | undefined
  /** Under which all leases of a range set are; without one, of the network. Ends with a slash. */
  readonly leaseFolder: (network: string, rangeSet?: string) => string
  readonly leaseKey: (network: string, place: LeasePlace) => string
  /** What a key in the network's lease folder is the lease of, if it is one. */
  readonly leasePlace: (network: string, key: string) => LeasePlace | undefined
  /** Whether the key is in that folder without being meant for a lease. Default: never. */
  readonly isElse?: (network: string, key: string) => boolean
  /** Whether other programs make leases here for good, which no list of an owner's knows. */
  readonly isMixed?: boolean
  readonly formatLease: (lease: Lease) => string
  readonly parseLease: (
    text: string,
    place: LeasePlace,
    network: string,
  ) => WrittenLease | undefined
  readonly definitionKey: (network: string) => string
  readonly formatDefinition: (definition: NetworkDefinition) => string
  /** Left: what is wrong with the text. */
  readonly parseDefinition: (text: string) => Either<string, NetworkDefinition>
}

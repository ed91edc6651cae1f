/** What an allocation is to do, wherever its pool comes from. */
import type { Either } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import type { Address } from "./address.js"
import type { AllocationError } from "./allocation-error.js"
import type { Choice } from "./choose-addresses.js"
import type { DocumentKey } from "./documents.js"
import type { Lease, LeaseDetails } from "./lease.js"
import { recordedDetails } from "./lease-details.js"
import type { NetworkDefinition } from "./network-definition.js"
import type { Owner } from "./owner.js"
import type { RangeSet } from "./range-set.js"
import { rangeFor } from "./range-set.js"
import type { Reservation, View, ViewQuery } from "./store.js"
import type { Wish } from "./wishes.js"

/** A lease, and how the container is to use its address. */
export interface Allocation {
  readonly lease: Lease
  /** Of the subnet that the address came from. */
  readonly prefixLength: number
  readonly gateway: Option<Address>
}

export interface Plan<E> {
  readonly network: string
  readonly owner: Owner
  /** As far as the caller says. */
  readonly details: Partial<LeaseDetails> | undefined
  /** The range sets, as far as they are known before the store was asked. */
  readonly expected: readonly RangeSet[]
  /** What is wanted, when it is known how the store defines the network. */
  readonly wishesOf: (
    definition: View["definition"],
  ) => Either<E | AllocationError, readonly Wish[]>
  readonly wantsDefinition: boolean
  /** The sets of a definition that the store keeps. */
  readonly setsOf?: ViewQuery["setsOf"]
  /** As in `ViewQuery`. */
  readonly ignoresUnlisted?: boolean
  /** How to define the network if the store does not. */
  readonly definition?: NetworkDefinition
  /** As in `Reservation`. */
  readonly requires?: DocumentKey
}

export const reservationOf = <E>(
  { network, owner, details, definition, requires }: Plan<E>,
  view: View,
  choices: readonly Choice[],
): Reservation => ({
  network,
  owner,
  revision: view.revision,
  wanted: choices.map(({ rangeSet, address }) => ({ rangeSet: rangeSet.id, address })),
  details: recordedDetails(details),
  ...(definition !== undefined && view.definition._tag === "None" && { definition }),
  ...(requires !== undefined && { requires }),
})

/** What the leases that were made of the choices mean to the container. */
export const allocationsOf = (
  choices: readonly Choice[],
  leases: readonly Lease[],
): readonly Allocation[] => {
  const allocations: Allocation[] = []
  for (const lease of leases) {
    const choice = choices[allocations.length]
    const range = choice && rangeFor(choice.rangeSet, lease.address)
    if (range === undefined) throw new Error("a store returned a lease that nobody asked for")
    const { gateway, subnet } = range
    allocations.push({ lease, prefixLength: subnet.prefixLength, gateway })
  }
  return allocations
}

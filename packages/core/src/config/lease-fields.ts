/** A lease as stores write it where they list what an owner holds: one form for all of them. */
import type { Address } from "../address.js"
import { formatAddress } from "../format-address.js"
import type { LeaseDetails } from "../lease.js"
import { AddressText, Integer, Text } from "./text-codecs.js"

/** @example object(leaseFields, holderFields) */
export const leaseFields = {
  address: AddressText,
  rangeSet: Text,
  node: Text,
  allocatedAt: Integer,
}

/** What need not be known of a holder. */
export const holderFields = { mac: Text, podNamespace: Text, podName: Text }

interface Listed extends LeaseDetails {
  readonly address: Address
  readonly rangeSet: string
}

/** The fields in one order, whatever the order of their making: equal leases, equal texts. */
export const formatLeaseFields = (lease: Listed) => ({
  address: formatAddress(lease.address),
  rangeSet: lease.rangeSet,
  node: lease.node,
  allocatedAt: lease.allocatedAt,
  mac: lease.mac,
  podNamespace: lease.podNamespace,
  podName: lease.podName,
})

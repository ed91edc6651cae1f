/**
 * What an owner holds, in one file that is found by the owner's name.
 *
 * The addresses in it are derived: the lease files say who holds them. The details (MAC
 * address, pod, time) stand nowhere else.
 */
import type { Address, Lease, LeaseDetails, Owner } from "@cni-ipam/core"
import { AddressText, arrayOf, decode, formatAddress, Integer, object, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { parseJson } from "./parse-json.js"

export interface HeldAddress extends LeaseDetails {
  readonly address: Address
  readonly rangeSet: string
}

export interface OwnerRecord {
  readonly owner: Owner
  readonly held: readonly HeldAddress[]
}

const RecordFile = object(
  {
    containerId: Text,
    ifname: Text,
    held: arrayOf(
      object(
        { address: AddressText, rangeSet: Text, node: Text, allocatedAt: Integer },
        { mac: Text, podNamespace: Text, podName: Text },
      ),
      "addresses",
    ),
  },
  {},
)

/** The fields in one order, whatever the order of their making: equal records, equal texts. */
const formatHeld = (held: HeldAddress) => ({
  address: formatAddress(held.address),
  rangeSet: held.rangeSet,
  node: held.node,
  allocatedAt: held.allocatedAt,
  mac: held.mac,
  podNamespace: held.podNamespace,
  podName: held.podName,
})

export const formatOwnerRecord = ({ owner, held }: OwnerRecord): string =>
  JSON.stringify({
    containerId: owner.containerId,
    ifname: owner.ifname,
    held: held.map(formatHeld),
  })

/** Changes whenever the owner's leases do. */
export const revisionOf = (record: OwnerRecord): string =>
  record.held.length === 0 ? "" : formatOwnerRecord(record)

export const parseOwnerRecord = (text: string): OwnerRecord | undefined =>
  pipe(
    parseJson(text),
    E.flatMap((json) => decode(RecordFile)(json)),
    E.match(
      () => undefined,
      ({ containerId, ifname, held }) => ({ owner: { containerId, ifname }, held }),
    ),
  )

export const leasesOf =
  (network: string) =>
  ({ owner, held }: OwnerRecord): readonly Lease[] =>
    held.map((one) => ({ ...one, network, owner }))

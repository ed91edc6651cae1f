/**
 * What an owner holds, in one file that is found by the owner's name.
 *
 * The addresses in it are derived: the lease files say who holds them. The details (MAC
 * address, pod, time) stand nowhere else.
 */
import type { Address, Lease, LeaseDetails, Owner } from "@cni-ipam/core"
import {
  arrayOf,
  decode,
  formatLeaseFields,
  holderFields,
  leaseFields,
  object,
  parseJson,
  Text,
} from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"

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
    held: arrayOf(object(leaseFields, holderFields), "addresses"),
  },
  {},
)

export const formatOwnerRecord = ({ owner, held }: OwnerRecord): string =>
  JSON.stringify({
    containerId: owner.containerId,
    ifname: owner.ifname,
    held: held.map(formatLeaseFields),
  })

/** Changes whenever the owner's leases do. */
export const revisionOf = (record: OwnerRecord): string =>
  record.held.length === 0 ? "" : formatOwnerRecord(record)

export const parseOwnerRecord = (text: string): OwnerRecord | undefined => {
  const json = parseJson(text)
  if (isLeft(json)) return undefined
  const record = decode(RecordFile)(json.right)
  if (isLeft(record)) return undefined
  const { containerId, ifname, held } = record.right
  return { owner: { containerId, ifname }, held }
}

export const leasesOf = (network: string, { owner, held }: OwnerRecord): readonly Lease[] =>
  held.map((one) => ({ ...one, network, owner }))

/** Leases as JSON: what the layouts of Consul and etcd have in common. */
import type { Lease } from "@cni-ipam/core"
import { decode, formatAddress, Integer, object, parseJson, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { LeasePlace, WrittenLease } from "./layout.js"

const Holder = object({ id: Text }, {})

const LeaseFields = object(
  {},
  {
    ifname: Text,
    rangeSet: Text,
    node: Text,
    allocatedAt: Integer,
    mac: Text,
    podNamespace: Text,
    podName: Text,
  },
)

/** What the old Consul plugin wrote, which knew of no MAC address. */
export const unknownMac = "00:00:00:00:00:00"

/** The fields of a lease, for a layout that writes them under other names or with more. */
export const leaseJson = (lease: Lease) => ({
  ip: formatAddress(lease.address),
  mac: lease.mac,
  id: lease.owner.containerId,
  ifname: lease.owner.ifname,
  rangeSet: lease.rangeSet,
  node: lease.node,
  allocatedAt: lease.allocatedAt,
  podNamespace: lease.podNamespace,
  podName: lease.podName,
})

/** @example formatLeaseJson(lease) // {"ip":"10.0.0.2","mac":"0a:…","id":"web-1","ifname":"eth0",…} */
export const formatLeaseJson = (lease: Lease): string => JSON.stringify(leaseJson(lease))

/**
 * Reads what `leaseJson` made, whatever the name under which the layout keeps the container.
 *
 * A lease without an interface was written by an old plugin: ours say even that there is none.
 */
export const readLeaseJson = (
  json: unknown,
  containerId: string,
  { address, rangeSet }: LeasePlace,
  network: string,
): WrittenLease | undefined => {
  const fields = decode(LeaseFields)(json)
  if (E.isLeft(fields) || containerId === "") return undefined
  const { ifname, node = "", allocatedAt = 0, mac, podNamespace, podName } = fields.right
  const lease: Lease = {
    network,
    rangeSet: fields.right.rangeSet ?? rangeSet,
    address,
    owner: { containerId, ifname: ifname ?? "" },
    node,
    allocatedAt,
    ...(mac !== undefined && mac !== unknownMac && { mac }),
    ...(podNamespace !== undefined && { podNamespace }),
    ...(podName !== undefined && { podName }),
  }
  return { lease, isLegacy: ifname === undefined }
}

export const parseLeaseJson = (
  text: string,
  place: LeasePlace,
  network: string,
): WrittenLease | undefined =>
  pipe(
    parseJson(text),
    E.bindTo("json"),
    E.bindW("holder", ({ json }) => decode(Holder)(json)),
    E.match(
      () => undefined,
      ({ json, holder }) => readLeaseJson(json, holder.id, place, network),
    ),
  )

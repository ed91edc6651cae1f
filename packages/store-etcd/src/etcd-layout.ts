/**
 * The keys of the CNI plugin for etcd that is written in Go: `<name>` holds a network's ranges,
 * `<name>/used/<address>` a lease. Its `<name>/lastReserved/<set>` and `<name>/lock` mean nothing
 * here, and are left alone.
 *
 * All of ours is under the same prefix, so that whoever may use the one may use the other. No
 * network has a name that begins with a dot.
 */
import { formatAddress } from "@cni-ipam/core"
import type { Layout, WrittenLease } from "@cni-ipam/store-kv"
import {
  addressInKey,
  formatDefinition,
  formatLeaseJson,
  parseDefinition,
  parseLeaseJson,
} from "@cni-ipam/store-kv"

export const defaultPrefix = "/etcd-cni/networks/"

/** CNI 1.1.0, "CNI_CONTAINERID". */
const containerId = /^[a-zA-Z0-9][\w.-]*$/

/** The Go plugin writes the container's id and nothing else. One of digits is JSON too. */
const parseLegacy: Layout["parseLease"] = (text, place, network): WrittenLease | undefined => {
  const id = text.trim()
  return containerId.test(id)
    ? {
        lease: {
          network,
          ...place,
          owner: { containerId: id, ifname: "" },
          node: "",
          allocatedAt: 0,
        },
        isLegacy: true,
      }
    : undefined
}

/** @param prefix ends with a slash. */
export const etcdLayout = (prefix: string): Layout => {
  const leaseFolder = (network: string): string => `${prefix}${network}/used/`
  return {
    index: `${prefix}.cni-ipam/`,
    networks: prefix,
    leaseFolder,
    leaseKey: (network, { address }) => `${leaseFolder(network)}${formatAddress(address)}`,
    leasePlace: (network, key) => {
      const address = addressInKey(key.slice(leaseFolder(network).length))
      return address && { rangeSet: "", address }
    },
    formatLease: formatLeaseJson,
    parseLease: (text, place, network) =>
      text.trimStart().startsWith("{")
        ? parseLeaseJson(text, place, network)
        : parseLegacy(text, place, network),
    definitionKey: (network) => `${prefix}${network}`,
    formatDefinition,
    parseDefinition,
  }
}

/**
 * The keys and values of the first kontena-ipam in etcd: `addresses/<network>/<ip>` beside `pools`,
 * `subnets` and `pool-nodes`, which are documents. Our further fields stand beside its own.
 */
import { CidrText, decode, formatAddress, object, parseJson, Text } from "@cni-ipam/core"
import type { Layout, WrittenLease } from "@cni-ipam/store-kv"
import {
  addressInKey,
  formatDefinition,
  leaseJson,
  parseDefinition,
  parseLeaseJson,
} from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"

export const kontenaPrefix = "/kontena/ipam/"

const AddressJson = object({ address: CidrText }, { node: Text, id: Text })

/** Range sets are named after the prefix of their subnet: see docker-pool.ts. */
const prefixLengthOf = (rangeSet: string): string => /^v[46]-(\d+)/.exec(rangeSet)?.[1] ?? ""

/** kontena's own leases name a node and no container. */
const oldHolder = "kontena"

const parseLease: Layout["parseLease"] = (text, place, network): WrittenLease | undefined =>
  pipe(
    parseJson(text),
    E.flatMap((json) => decode(AddressJson)(json)),
    E.match(
      () => undefined,
      ({ node = "", id }) =>
        id !== undefined
          ? parseLeaseJson(text, place, network)
          : {
              lease: {
                network,
                ...place,
                owner: {
                  containerId: `${oldHolder}-${formatAddress(place.address)}`,
                  ifname: node,
                },
                node,
                allocatedAt: 0,
              },
              isLegacy: true,
            },
    ),
  )

/** @param prefix ends with a slash. */
export const kontenaLayout = (prefix: string): Layout => {
  const networks = `${prefix}addresses/`
  const leaseFolder = (network: string): string => `${networks}${network}/`
  return {
    index: `${prefix}.cni-ipam/`,
    documents: prefix,
    networks,
    leaseFolder,
    leaseKey: (network, { address }) => `${leaseFolder(network)}${formatAddress(address)}`,
    leasePlace: (network, key) => {
      const address = addressInKey(key.slice(leaseFolder(network).length))
      return address && { rangeSet: "", address }
    },
    formatLease: (lease) => {
      const { ip, ...rest } = leaseJson(lease)
      return JSON.stringify({ address: `${ip}/${prefixLengthOf(lease.rangeSet)}`, ...rest })
    },
    parseLease,
    definitionKey: (network) => `${prefix}definitions/${network}`,
    formatDefinition,
    parseDefinition,
  }
}

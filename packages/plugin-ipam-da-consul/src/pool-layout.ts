/**
 * Keys and values of the first ipam-da-consul: `ipam/<pool>` holds the ranges of a pool,
 * `ipam/<pool>/<ip>` is a lease whose `target` is the container. Our further fields stand beside it.
 *
 * The pools belong to all CNI networks at once; what an owner holds is listed for each network
 * by itself, because a runtime collects the garbage of one network at a time.
 */
import { decode, formatAddress, object, parseJson, Text } from "@cni-ipam/core"
import type { Layout, LeasePlace, WrittenLease } from "@cni-ipam/store-kv"
import { addressInKey, leaseJson, readLeaseJson } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { formatPoolRanges, parsePoolRanges } from "./pool-ranges.js"

/** The network is of ours; a lease without one is of whichever network its container is in. */
const Allocation = object({ target: Text }, { network: Text })

const pools = "ipam/"
const index = `${pools}.cni-ipam/`

const parseLease = (text: string, place: LeasePlace, network: string): WrittenLease | undefined =>
  pipe(
    parseJson(text),
    E.bindTo("json"),
    E.bindW("own", ({ json }) => decode(Allocation)(json)),
    E.match(
      () => undefined,
      ({ json, own }) => {
        const written = readLeaseJson(json, own.target, place, own.network ?? network)
        // The key decides which pool it is of.
        return written && { ...written, lease: { ...written.lease, rangeSet: place.rangeSet } }
      },
    ),
  )

export const poolLayout: Layout = {
  index,
  networks: undefined,
  isMixed: true,
  leaseFolder: (_, pool) => (pool === undefined ? pools : `${pools}${pool}/`),
  leaseKey: (_, { rangeSet: pool, address }) => `${pools}${pool}/${formatAddress(address)}`,
  leasePlace: (_, key) => {
    const [pool = "", name = "", ...more] = key.slice(pools.length).split("/")
    const address = more.length === 0 ? addressInKey(name) : undefined
    return address && { rangeSet: pool, address }
  },
  isElse: (_, key) => key.startsWith(index) || !key.slice(pools.length).includes("/"),
  formatLease: (lease) => {
    const { id: target, ...rest } = leaseJson(lease)
    return JSON.stringify({ target, network: lease.network, ...rest })
  },
  parseLease,
  definitionKey: (pool) => `${pools}${pool}`,
  formatDefinition: formatPoolRanges,
  parseDefinition: parsePoolRanges,
}

/** Where a pool is defined. */
export const definitionKey = (pool: string): string => poolLayout.definitionKey(pool)

/** Under which the leases of a pool are. */
export const poolFolder = (pool: string): string => poolLayout.leaseFolder("", pool)

/** The lease of an address of a pool. */
export const leaseKey = (place: LeasePlace): string => poolLayout.leaseKey("", place)

/** What the key is the lease of, if it is one. */
export const leasePlace = (key: string): LeasePlace | undefined => poolLayout.leasePlace("", key)

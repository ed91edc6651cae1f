/**
 * Compares what this node has in the store with what its Docker knows.
 *
 * The store is read first: whatever is leased or asked for later is not looked at, and what is in
 * the making has a while to become known to Docker.
 */
import type { Lease, Store, StoreError } from "@cni-ipam/core"
import { leases, sameAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { isGatewayHolder, nodeOf } from "../holder.js"
import { listPools, readPool, versionOf } from "../pool-documents.js"
import type { PoolName } from "../pool-name.js"
import { poolNameOf } from "../pool-name.js"
import type { DockerNetwork } from "./docker-networks.js"

export interface NotedPool {
  readonly name: PoolName
  readonly gateway: Lease["address"]
  /** The version of this node's note; `none` where it does not use the pool. */
  readonly use: Option<string>
  /** How often this node's Docker has asked for it, as the note says. */
  readonly requests: number
}

export interface Noted {
  readonly pools: readonly NotedPool[]
  /** That have, or had, leases of any node. */
  readonly networks: readonly string[]
  /** Of this node, without gateways that users chose. */
  readonly leases: readonly Lease[]
}

const notePools = (store: Store, node: string): TaskEither<StoreError, readonly NotedPool[]> =>
  pipe(
    listPools(store.documents),
    TE.map((all) => all.flatMap(({ key }) => poolNameOf(key.at(-1) ?? "") ?? [])),
    TE.flatMap(TE.traverseSeqArray(readPool(store.documents, node))),
    TE.map((views) =>
      views.flatMap(({ pool, use, requests }) =>
        pool === undefined
          ? []
          : [{ name: pool.value.name, gateway: pool.value.gateway, use: versionOf(use), requests }],
      ),
    ),
  )

const noteLeases = (
  store: Store,
  node: string,
  networks: readonly string[],
): TaskEither<StoreError, readonly Lease[]> =>
  pipe(
    networks,
    TE.traverseSeqArray(leases(store)),
    TE.map((all) =>
      all
        .flatMap(({ leases: found }) => found)
        .filter(({ owner }) => nodeOf(owner) === node && !isGatewayHolder(owner)),
    ),
  )

export const noteAll = (store: Store, node: string): TaskEither<StoreError, Noted> =>
  pipe(
    TE.Do,
    TE.bind("networks", () => store.networks),
    // Pools last: a lease of a pool that is made meanwhile would seem to have none.
    TE.bind("leases", ({ networks }) => noteLeases(store, node, networks)),
    TE.bind("pools", () => notePools(store, node)),
  )

/** The leases that nothing in Docker accounts for. */
export const unknownLeases = (
  { pools, leases: noted }: Noted,
  known: readonly DockerNetwork[],
): readonly Lease[] =>
  noted.filter(({ network, address }) => {
    const isKnown = known.some(
      (one) =>
        one.network === network && one.addresses.some((other) => sameAddress(other, address)),
    )
    const isGateway = pools.some(
      ({ name, gateway }) => name.network === network && sameAddress(gateway, address),
    )
    return !isKnown && !isGateway
  })

/** Whether the network has the pool of that name. */
const usesPool =
  (name: PoolName) =>
  ({ network, families }: DockerNetwork): boolean =>
    network === name.network && families.includes(name.family)

/** The pools that this node's Docker does not use; other nodes may. */
export const unknownPools = (
  { pools }: Noted,
  known: readonly DockerNetwork[],
): readonly NotedPool[] => pools.filter(({ name }) => !known.some(usesPool(name)))

/** A pool that has more requests than Docker has networks which could give it back. */
export interface OvercountedPool {
  readonly name: PoolName
  readonly version: string
  readonly requests: number
  readonly networks: number
}

export const overcountedPools = (
  { pools }: Noted,
  known: readonly DockerNetwork[],
): readonly OvercountedPool[] =>
  pools.flatMap(({ name, use, requests }) => {
    const networks = known.filter(usesPool(name)).length
    return use._tag === "Some" && 0 < networks && networks < requests
      ? [{ name, version: use.value, requests, networks }]
      : []
  })

/** What is left of networks that have no pool any more. */
export const forsakenNetworks = ({ networks, pools }: Noted): readonly string[] =>
  networks.filter((network) => pools.every(({ name }) => name.network !== network))

const isSame = (a: PoolName, b: PoolName): boolean =>
  a.network === b.network && a.family === b.family

/** What was noted of one pool, and of what is left where it was; `none` if that is nothing. */
export const onlyOf =
  (only: PoolName) =>
  (noted: Noted): Option<Noted> => {
    const pools = noted.pools.filter(({ name }) => isSame(name, only))
    const networks = forsakenNetworks(noted).filter((network) => network === only.network)
    const ofPool = noted.leases.filter(({ network, address: { family } }) =>
      isSame({ network, family }, only),
    )
    return pools.length + networks.length + ofPool.length === 0
      ? none
      : some({ pools, networks, leases: ofPool })
  }

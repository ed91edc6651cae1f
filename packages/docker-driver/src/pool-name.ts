/**
 * What a pool is called. Users name a network, which has one pool of each family; Docker gets the
 * name as the pool's id and hands it back with every request.
 */
import type { Family } from "@cni-ipam/core"

export interface PoolName {
  /** `--ipam-opt network=…`: what all nodes that share the pool call it. */
  readonly network: string
  readonly family: Family
}

/** No network's name has a tilde in it. */
const mark6 = "~6"

/** Docker's own rule for names, which every store can hold. */
const pattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,199}$/

export const isNetworkName = (text: string): boolean => pattern.test(text)

/** @example poolId({ network: "kontena", family: 6 }) // kontena~6 */
export const poolId = ({ network, family }: PoolName): string =>
  family === 6 ? `${network}${mark6}` : network

/** The pool that was given this id; `undefined` for a text that is the id of none. */
export const poolNameOf = (id: string): PoolName | undefined => {
  const name: PoolName = id.endsWith(mark6)
    ? { network: id.slice(0, -mark6.length), family: 6 }
    : { network: id, family: 4 }
  return isNetworkName(name.network) ? name : undefined
}

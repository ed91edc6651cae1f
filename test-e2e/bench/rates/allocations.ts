/** Allocations from one /16, with and without their release. */
import { allocate, type Pool, readPool, release, type Store } from "@cni-ipam/core"

const network = "rates"

const pools = new Map<string, Pool>()

/** A program reads its configuration once. */
const poolOf = (name: string): Pool => {
  const known = pools.get(name)
  if (known !== undefined) return known
  const pool = readPool(name, [[{ subnet: "10.77.0.0/16" }]])
  if (pool._tag === "Left") throw new Error("the subnet makes no pool")
  pools.set(name, pool.right)
  return pool.right
}

export const allocateOne = async (store: Store, name: string, id: string): Promise<void> => {
  const owner = { containerId: id, ifname: "eth0" }
  const made = await allocate(store)({ pool: poolOf(name), owner })()
  if (made._tag === "Left") throw new Error(`no address for ${id}: ${made.left._tag}`)
}

export const allocations = (store: Store) => (round: number) => (index: number) =>
  allocateOne(store, network, `one-${round}-${index}`)

export const pairs = (store: Store) => (round: number) => async (index: number) => {
  const owner = { containerId: `pair-${round}-${index}`, ifname: "eth0" }
  await allocateOne(store, `${network}-of-pairs`, owner.containerId)
  const ended = await release(store)({ network: `${network}-of-pairs`, owner })()
  if (ended._tag === "Left" || ended.right.length !== 1)
    throw new Error(`nothing was released: ${JSON.stringify(ended._tag)}`)
}

/**
 * Clients that allocate and release addresses side by side, and keep account of what they were told:
 * a lease that was acknowledged must be there afterwards, and be nobody else's.
 */
import type { Owner, Pool, Store } from "@cni-ipam/core"
import { allocate, formatAddress, leases, release } from "@cni-ipam/core"
import { expect } from "vitest"

export interface Account {
  /** Addresses by the owners who were told that they have them. */
  readonly held: ReadonlyMap<string, string>
  /** Owners of whom nobody could say what they have. */
  readonly unsure: ReadonlySet<string>
  /** Owners who were told that their addresses are free again, and how many those were. */
  readonly released: ReadonlyMap<string, number>
  /** Calls that succeeded, and errors by their tags. */
  readonly counts: ReadonlyMap<string, number>
  /** Milliseconds that the longest call took. */
  readonly longest: number
}

export interface Clients {
  /** How many addresses they have been given so far. */
  readonly allocated: () => number
  readonly stop: () => Promise<Account>
}

/** Each second allocation of a client is released again. */
export const startClients = (stores: readonly Store[], pool: Pool): Clients => {
  const held = new Map<string, string>()
  const unsure = new Set<string>()
  const released = new Map<string, number>()
  const counts = new Map<string, number>()
  let isRunning = true
  let longest = 0

  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)

  const timed = async <A>(call: () => Promise<A>): Promise<A> => {
    const start = performance.now()
    const result = await call()
    longest = Math.max(longest, performance.now() - start)
    return result
  }

  const tagOf = (error: { readonly _tag: string; readonly error?: { readonly _tag: string } }) =>
    error.error?._tag ?? error._tag

  const run = async (store: Store, client: number): Promise<void> => {
    for (let turn = 0; isRunning; turn++) {
      const owner: Owner = { containerId: `client-${client}-${turn}`, ifname: "eth0" }
      const made = await timed(allocate(store)({ pool, owner }))
      if (made._tag === "Left") {
        count(tagOf(made.left))
        unsure.add(owner.containerId)
        continue
      }
      count("allocated")
      const [one] = made.right
      if (one === undefined) throw new Error("an allocation without an address")
      held.set(owner.containerId, formatAddress(one.lease.address))
      if (turn % 2 === 0) continue
      const ended = await timed(release(store)({ network: pool.network, owner }))
      held.delete(owner.containerId)
      if (ended._tag === "Right") {
        count("released")
        released.set(owner.containerId, ended.right.length)
      } else {
        count(tagOf(ended.left))
        unsure.add(owner.containerId)
      }
    }
  }

  const running = stores.map(run)
  return {
    allocated: () => counts.get("allocated") ?? 0,
    stop: async () => {
      isRunning = false
      await Promise.all(running)
      return { held, unsure, released, counts, longest }
    },
  }
}

/** Compares what the clients were told with what is in the store. */
export const expectAccountToHold = async (
  { held, unsure, released }: Account,
  store: Store,
  network: string,
): Promise<void> => {
  const all = await leases(store)(network)()
  if (all._tag === "Left") throw new Error(JSON.stringify(all.left))
  expect(all.right.problems).toEqual([])
  const found = new Map(
    all.right.leases.map(({ owner, address }) => [owner.containerId, formatAddress(address)]),
  )
  const missing = [...held].filter(([owner, address]) => found.get(owner) !== address)
  expect(missing, "acknowledged leases that are gone").toEqual([])
  const revived = [...released].filter(([owner]) => found.has(owner))
  expect(revived, "released leases that are there again, by what was ended").toEqual([])
  const surplus = [...found.keys()].filter((owner) => !held.has(owner) && !unsure.has(owner))
  expect(surplus, "leases that nobody was told of").toEqual([])
  expect(new Set(held.values()).size, "addresses of acknowledged leases").toBe(held.size)
  // Leases and the lists of what owners hold were written together, always.
  expect(await store.repair(network)()).toEqual({ _tag: "Right", right: [] })
}

import type { LeasesQuery, Store } from "@cni-ipam/core"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { formatLease, plainNetwork } from "../plain-network.js"
import { db, dual, eth0, ip, web } from "../samples.js"
import type { Topic } from "../topic.js"

/** Reads on from page to page. No page may be longer than asked for. */
const readPages = async (store: Store, limit: number): Promise<readonly string[]> => {
  const all: string[] = []
  let query: LeasesQuery = { network: "lan", limit }
  for (;;) {
    const { leases, next } = await answer(store.leases(query))
    expect(leases.length).toBeLessThanOrEqual(limit)
    all.push(...leases.map(formatLease))
    expect(all.length, "leases read until now").toBeLessThan(100)
    if (next._tag === "None") return all
    expect(leases.at(-1)?.address).toEqual(next.value)
    query = { ...query, after: next.value }
  }
}

const listAfter = async (store: Store, after: string): Promise<readonly string[]> => {
  const page = await answer(store.leases({ network: "lan", after: ip(after) }))
  return page.leases.map(formatLease)
}

const inOrder = [
  "10.0.0.2 db-1 (eth0)",
  "10.0.0.3 web-1 (eth0)",
  "10.0.0.6 db-1 (eth0)",
  "2001:db8::2 web-1 (eth0)",
  "2001:db8::5 db-1 (eth0)",
]

const fill = async (store: Store): Promise<void> => {
  const net = plainNetwork(store, dual)
  await net.take(web, "2001:db8::2", "10.0.0.3")
  await net.take(db, "10.0.0.6", "2001:db8::5", "10.0.0.2")
}

export const pages: Topic = {
  title: "the pages of leases",
  promises: {
    "hold every lease once, IPv4 before IPv6, by address, whatever their length": async (store) => {
      await fill(store)
      expect(await plainNetwork(store, dual).leases()).toEqual(inOrder)
      for (const limit of [1, 2, 3, 4, 5, 6]) expect(await readPages(store, limit)).toEqual(inOrder)
    },

    "order addresses as numbers, not as texts": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.10", "10.0.0.9", "9.0.0.100", "100.0.0.1", "::f", "::10", "fe::")
      const order = ["9.0.0.100", "10.0.0.9", "10.0.0.10", "100.0.0.1", "::f", "::10", "fe::"]
      expect(await readPages(store, 2)).toEqual(order.map((one) => `${one} web-1 (eth0)`))
      expect(await net.leases()).toEqual(order.map((one) => `${one} web-1 (eth0)`))
    },

    "go on behind an address, leased or not": async (store) => {
      await fill(store)
      expect(await listAfter(store, "10.0.0.3")).toEqual(inOrder.slice(2))
      expect(await listAfter(store, "10.0.0.5")).toEqual(inOrder.slice(2))
      expect(await listAfter(store, "10.0.0.6")).toEqual(inOrder.slice(3))
      expect(await listAfter(store, "255.255.255.255")).toEqual(inOrder.slice(3))
      expect(await listAfter(store, "2001:db8::5")).toEqual([])
    },

    "of an unknown network are empty": async (store) => {
      await fill(store)
      const page = await answer(store.leases({ network: "unheard-of" }))
      expect(page).toEqual({ leases: [], problems: [], next: { _tag: "None" } })
    },

    "go on where the last address of a page was released meanwhile": async (store) => {
      const net = plainNetwork(store, dual)
      for (const last of [2, 3, 4, 5, 6]) await net.take(eth0(`c${last}`), `10.0.0.${last}`)
      await net.release(eth0("c3"))
      expect(await listAfter(store, "10.0.0.3")).toEqual([
        "10.0.0.4 c4 (eth0)",
        "10.0.0.5 c5 (eth0)",
        "10.0.0.6 c6 (eth0)",
      ])
    },
  },
}

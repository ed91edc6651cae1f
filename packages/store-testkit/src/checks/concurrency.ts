import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { eth0, lan, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

const times = <A>(count: number, run: (index: number) => Promise<A>): Promise<readonly A[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)))

const room = poolOf("lan", [{ subnet: "10.0.0.0/24" }], [{ subnet: "2001:db8::/64" }])

export const concurrency: Topic = {
  title: "of many callers at once",
  promises: {
    "each is allocated addresses of its own": async (store) => {
      const net = plainNetwork(store, room)
      const given = await times(50, (index) => net.allocate(eth0(`c${index}`)))
      expect(new Set(given.flat()).size).toBe(100)
      expect(await net.leases()).toHaveLength(100)
      for (const [index, addresses] of given.entries())
        expect(await net.held(eth0(`c${index}`))).toEqual(addresses)
    },

    "one gets the address that all of them reserve": async (store) => {
      const net = plainNetwork(store, room)
      const outcomes = await times(50, (index) => net.reserve(eth0(`c${index}`), ["10.0.0.9"]))
      expect(outcomes.filter((outcome) => "reserved" in outcome)).toHaveLength(1)
      expect(await net.leases()).toHaveLength(1)
    },

    "one reserves for an owner from the view that all of them share": async (store) => {
      const net = plainNetwork(store, room)
      const { revision } = await net.view(web)
      const outcomes = await times(20, (index) =>
        net.reserve(web, [`10.0.0.${index + 10}`], revision),
      )
      const reserved = outcomes.flatMap((one) => ("reserved" in one ? one.reserved : []))
      expect(reserved).toHaveLength(1)
      expect(await net.held(web)).toEqual(reserved)
    },

    "one is allocated an address for an owner, the others learn that it has one": async (store) => {
      const net = plainNetwork(store, lan)
      const outcomes = await times(20, () => net.allocate(web))
      expect(outcomes.filter((one) => one === "AlreadyLeased")).toHaveLength(19)
      expect(await net.leases()).toHaveLength(1)
    },

    "as many succeed as there are addresses, the others learn that none is left": async (store) => {
      const net = plainNetwork(store, lan)
      const outcomes = await times(20, (index) => net.allocate(eth0(`c${index}`)))
      expect(outcomes.filter((one) => one === "Exhausted")).toHaveLength(15)
      expect(await net.leases()).toHaveLength(5)
    },

    "those that want two addresses in opposite order get both or none": async (store) => {
      const net = plainNetwork(store, room)
      const both = ["10.0.0.9", "2001:db8::9"]
      const outcomes = await times(20, (index) =>
        net.reserve(eth0(`c${index}`), index % 2 === 0 ? both : both.toReversed()),
      )
      const winners = outcomes.flatMap((one, index) => ("reserved" in one ? [`c${index}`] : []))
      expect(winners.length).toBeLessThanOrEqual(1)
      expect(await net.leases()).toEqual(
        winners.flatMap((winner) => both.map((address) => `${address} ${winner} (eth0)`)),
      )
    },

    "those that release an owner end its leases once": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2", "10.0.0.4")
      const ended = await times(10, () => net.release(web))
      expect(ended.flat().toSorted()).toEqual(["10.0.0.2", "10.0.0.4"])
      expect(await net.leases()).toEqual([])
    },

    "those that come and go leave nothing behind": async (store) => {
      const net = plainNetwork(store, room)
      await times(30, async (index) => {
        const owner = eth0(`c${index}`)
        expect(await net.allocate(owner)).toHaveLength(2)
        expect(await net.release(owner)).toHaveLength(2)
      })
      expect(await net.leases()).toEqual([])
      expect(await net.free(1000)).toHaveLength(253)
    },
  },
}

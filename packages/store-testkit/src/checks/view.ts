import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, dual, eth0, eth1, lan, legacy, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const viewing: Topic = {
  title: "a view",
  promises: {
    "shows all that its owner holds, whatever range sets it asks for": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::2")
      await net.take(db, "10.0.0.3")
      expect(await net.held(web)).toEqual(["10.0.0.2", "2001:db8::2"])
      const none = await answer(store.view({ network: "lan", owner: web, rangeSets: [] }))
      expect(none.held).toHaveLength(2)
      expect(none.candidates).toEqual([])
    },

    "shows each interface the leases of its container that name none": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2")
      await net.take(eth0("c1"), "10.0.0.3")
      await net.take(legacy("c2"), "10.0.0.4")
      expect(await net.held(eth0("c1"))).toEqual(["10.0.0.2", "10.0.0.3"])
      expect(await net.held(eth1("c1"))).toEqual(["10.0.0.2"])
    },

    "shows a container without an interface only the leases that name none": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2")
      await net.take(eth0("c1"), "10.0.0.3")
      expect(await net.held(legacy("c1"))).toEqual(["10.0.0.2"])
    },

    "of a network that nobody ever used shows nothing": async (store) => {
      expect(await plainNetwork(store, { ...lan, network: "unheard-of" }).held(web)).toEqual([])
    },

    "has a candidate for each range set, in their order": async (store) => {
      const candidates = await plainNetwork(store, dual).candidates(web)
      expect(candidates).toEqual(["10.0.0.2", "2001:db8::2"])
    },

    "has as candidate the first free address, or the first of the order unseen": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(db, "10.0.0.5", "10.0.0.4")
      const [candidate] = await net.candidates(web)
      expect(["10.0.0.6", "10.0.0.5"]).toContain(candidate)
    },

    "has no candidate only if the range set is full": async (store) => {
      const net = plainNetwork(store, lan)
      for (const last of [3, 4, 5, 6]) {
        await net.take(db, `10.0.0.${last}`)
        expect(await net.candidates(web)).not.toContain("none")
      }
    },
  },
}

export const exactCandidates: Topic = {
  title: "a view that looks for free addresses",
  needs: ["exactCandidates"],
  promises: {
    "has the first free address as candidate": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(db, "10.0.0.3", "10.0.0.2")
      expect(await net.candidates(web)).toEqual(["10.0.0.4"])
      await net.take(db, "10.0.0.6")
      expect(await net.candidates(web)).toEqual(["10.0.0.4"])
    },

    "has no candidate for a range set that is full": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(db, "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6")
      expect(await net.candidates(web)).toEqual(["none", "2001:db8::2"])
    },
  },
}

import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { db, dual, lan, patchwork, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const roundRobin: Topic = {
  title: "the search for a free address",
  promises: {
    "starts behind the address reserved last, and comes to it at the end": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.4")
      await net.release(web)
      expect(await net.free()).toEqual(["10.0.0.5", "10.0.0.6", "10.0.0.2", "10.0.0.3", "10.0.0.4"])
    },

    "goes on in the next range, and behind the last range in the first": async (store) => {
      const net = plainNetwork(store, patchwork)
      await net.take(web, "10.0.1.6")
      expect(await net.free()).toEqual(["10.0.3.1", "10.0.3.2", "10.0.1.2", "10.0.1.5"])
      await net.take(web, "10.0.3.2")
      expect(await net.free()).toEqual(["10.0.1.2", "10.0.1.5", "10.0.3.1"])
    },

    "starts behind the last one of several addresses reserved at once": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.5", "10.0.0.3")
      expect(await net.free()).toEqual(["10.0.0.4", "10.0.0.6", "10.0.0.2"])
    },

    "starts elsewhere in each range set and each network": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.4")
      expect(await net.free(1, 1)).toEqual(["2001:db8::2"])
      await net.take(web, "2001:db8::5")
      expect(await net.free(1, 0)).toEqual(["10.0.0.5"])
      expect(await plainNetwork(store, { ...dual, network: "lan2" }).free(1)).toEqual(["10.0.0.2"])
    },

    "does not start anew when a lease is released": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.take(db, "10.0.0.3")
      await net.release(web)
      await net.release(db)
      expect(await net.free(1)).toEqual(["10.0.0.4"])
    },

    "is not moved by a reservation that was refused": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.3")
      await net.reserve(db, ["2001:db8::5", "10.0.0.3"])
      await net.reserve(web, ["10.0.0.5"], "a revision that never was")
      expect(await net.free(1, 0)).toEqual(["10.0.0.4"])
      expect(await net.free(1, 1)).toEqual(["2001:db8::2"])
    },

    "starts at the first address when the one reserved last is not in the set": async (store) => {
      await plainNetwork(store, lan).take(web, "10.0.0.4")
      const moved = poolOf("lan", [{ subnet: "10.9.0.0/29" }])
      expect(await plainNetwork(store, moved).free(2)).toEqual(["10.9.0.2", "10.9.0.3"])
    },

    "starts behind an address that may not be handed out any more": async (store) => {
      await plainNetwork(store, lan).take(web, "10.0.0.4")
      const without = poolOf("lan", [{ subnet: "10.0.0.0/29", exclude: ["10.0.0.4/31"] }])
      expect(await plainNetwork(store, without).free(2)).toEqual(["10.0.0.6", "10.0.0.2"])
    },
  },
}

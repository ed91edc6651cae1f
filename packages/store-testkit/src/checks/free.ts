import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { db, dual, ip, lan, patchwork, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const free: Topic = {
  title: "the free addresses of a range set",
  promises: {
    "are all but the gateway while nothing is leased": async (store) => {
      const all = ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]
      expect(await plainNetwork(store, lan).free()).toEqual(all)
    },

    "come from its ranges in turn, without gateways and exclusions": async (store) => {
      expect(await plainNetwork(store, patchwork).free()).toEqual([
        "10.0.1.2",
        "10.0.1.5",
        "10.0.1.6",
        "10.0.3.1",
        "10.0.3.2",
      ])
    },

    "are no more than were asked for": async (store) => {
      const net = plainNetwork(store, patchwork)
      expect(await net.free(1)).toEqual(["10.0.1.2"])
      expect(await net.free(4)).toEqual(["10.0.1.2", "10.0.1.5", "10.0.1.6", "10.0.3.1"])
    },

    "leave out what is leased, until it is released": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.3", "10.0.0.5", "10.0.0.6")
      expect(await net.free()).toEqual(["10.0.0.2", "10.0.0.4"])
      await net.release(web, ["10.0.0.5"])
      expect(await net.free()).toEqual(["10.0.0.2", "10.0.0.4", "10.0.0.5"])
    },

    "leave out what was leased from another range set": async (store) => {
      const sets = [[{ subnet: "10.0.0.0/29" }], [{ subnet: "10.0.1.0/29" }]]
      await plainNetwork(store, poolOf("lan", ...sets)).take(web, "10.0.1.3")
      const swapped = plainNetwork(store, poolOf("lan", ...sets.toReversed()))
      expect(await swapped.free()).not.toContain("10.0.1.3")
    },

    "are none when the range set is full": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, ...(await net.free()))
      expect(await net.free()).toEqual([])
    },

    "are found at once in a range of 2^64": async (store) => {
      const wide = poolOf("lan", [{ subnet: "2001:db8::/64" }])
      const net = plainNetwork(store, wide)
      await net.take(web, "2001:db8::2", "2001:db8::ffff:ffff:ffff:fffe")
      expect(await net.free(3)).toEqual([
        "2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::3",
        "2001:db8::4",
      ])
    },

    "of one family do not mind leases of the same number in the other": async (store) => {
      const twins = poolOf("lan", [{ subnet: "0.0.0.0/29" }], [{ subnet: "::/125" }])
      const net = plainNetwork(store, twins)
      expect(ip("0.0.0.4").value).toBe(ip("::4").value)
      await net.take(web, "0.0.0.2", "0.0.0.4")
      await net.take(db, "::2")
      expect(await net.free(9, 1)).toEqual(["::3", "::4", "::5", "::6", "::7"])
    },

    "in a second range set are found likewise": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "2001:db8::2")
      expect(await net.free(2, 1)).toEqual(["2001:db8::3", "2001:db8::4"])
    },
  },
}

import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { db, dual, eth0, lan, mail, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

const addresses = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `10.0.0.${from + index}`)

export const allocation: Topic = {
  title: "the allocator on this store",
  promises: {
    "gives addresses in turn, and does not soon give one again": async (store) => {
      const net = plainNetwork(store, lan)
      expect(await net.allocate(web)).toEqual(["10.0.0.2"])
      expect(await net.release(web)).toEqual(["10.0.0.2"])
      expect(await net.allocate(web)).toEqual(["10.0.0.3"])
      expect(await net.allocate(db)).toEqual(["10.0.0.4"])
    },

    "goes on behind an address that was asked for by name": async (store) => {
      const net = plainNetwork(store, lan)
      expect(await net.allocate(web, "10.0.0.4")).toEqual(["10.0.0.4"])
      expect(await net.allocate(db)).toEqual(["10.0.0.5"])
      expect(await net.allocate(mail, "10.0.0.4")).toBe("Taken")
      expect(await net.allocate(mail)).toEqual(["10.0.0.6"])
    },

    "refuses a second address of a set unless it is asked for by name": async (store) => {
      const net = plainNetwork(store, lan)
      await net.allocate(web)
      expect(await net.allocate(web)).toBe("AlreadyLeased")
      expect(await net.allocate(web, "10.0.0.5")).toEqual(["10.0.0.5"])
      expect(await net.held(web)).toEqual(["10.0.0.2", "10.0.0.5"])
    },

    "gives an address of each range set, or none at all": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(db, ...(await net.free(9, 1)))
      expect(await net.allocate(web)).toBe("Exhausted")
      expect(await net.held(web)).toEqual([])
      await net.release(db, ["2001:db8::4"])
      expect(await net.allocate(web)).toEqual(["10.0.0.2", "2001:db8::4"])
    },

    "says that the set is full, and gives the one address that is freed": async (store) => {
      const net = plainNetwork(store, lan)
      for (const last of [2, 3, 4, 5, 6])
        expect(await net.allocate(eth0(`c${last}`))).toEqual([`10.0.0.${last}`])
      expect(await net.allocate(web)).toBe("Exhausted")
      await net.release(eth0("c4"))
      expect(await net.allocate(web)).toEqual(["10.0.0.4"])
      expect(await net.allocate(db)).toBe("Exhausted")
    },

    "gives the last address of a nearly full /24, and those that are freed": async (store) => {
      const net = plainNetwork(store, poolOf("lan", [{ subnet: "10.0.0.0/24" }]))
      for (let last = 2; last < 254; last += 21) await net.take(db, ...addresses(last, last + 20))
      expect(await net.allocate(web)).toEqual(["10.0.0.254"])
      expect(await net.allocate(mail)).toBe("Exhausted")
      await net.release(db, ["10.0.0.200", "10.0.0.7"])
      const given = [await net.allocate(mail), await net.allocate(eth0("c1"))]
      expect(given.flat().toSorted()).toEqual(["10.0.0.200", "10.0.0.7"])
    },

    "gives all addresses of a /24 one by one": async (store) => {
      const net = plainNetwork(store, poolOf("lan", [{ subnet: "10.0.0.0/24" }]))
      const given: (readonly string[] | string)[] = []
      for (let index = 0; index < 253; index++) given.push(await net.allocate(eth0(`c${index}`)))
      expect(given.flat()).toEqual(addresses(2, 254))
      expect(await net.allocate(web)).toBe("Exhausted")
    },
  },
}

import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { db, dual, eth0, eth1, lan, legacy, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const releasing: Topic = {
  title: "a release",
  promises: {
    "ends all leases of its owner, and returns them": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::2")
      await net.take(web, "10.0.0.5")
      await net.take(db, "10.0.0.3")
      expect(await net.release(web)).toEqual(["10.0.0.2", "10.0.0.5", "2001:db8::2"])
      expect(await net.leases()).toEqual(["10.0.0.3 db-1 (eth0)"])
      expect(await net.held(web)).toEqual([])
    },

    "of an owner that holds nothing returns nothing": async (store) => {
      const net = plainNetwork(store, lan)
      expect(await net.release(web)).toEqual([])
      await net.take(web, "10.0.0.2")
      await net.release(web)
      expect(await net.release(web)).toEqual([])
    },

    "ends only the addresses it names": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::2")
      expect(await net.release(web, ["2001:db8::2"])).toEqual(["2001:db8::2"])
      expect(await net.held(web)).toEqual(["10.0.0.2"])
      expect(await net.release(web, [])).toEqual([])
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },

    "that names an address of somebody else leaves it alone": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.take(db, "10.0.0.3")
      expect(await net.release(web, ["10.0.0.3"])).toEqual([])
      expect(await net.release(eth0("stranger"), ["10.0.0.3"])).toEqual([])
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)", "10.0.0.3 db-1 (eth0)"])
    },

    "leaves the container's other interfaces alone": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(eth0("c1"), "10.0.0.2")
      await net.take(eth1("c1"), "10.0.0.3")
      expect(await net.release(eth1("c1"))).toEqual(["10.0.0.3"])
      expect(await net.leases()).toEqual(["10.0.0.2 c1 (eth0)"])
    },

    "ends the leases that name no interface where the attachment holds none": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2", "10.0.0.4")
      await net.take(legacy("c2"), "10.0.0.3")
      expect(await net.release(eth1("c1"))).toEqual(["10.0.0.2", "10.0.0.4"])
      expect(await net.leases()).toEqual(["10.0.0.3 c2"])
    },

    "keeps the leases that name no interface while the attachment holds its own": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2")
      await net.take(eth0("c1"), "10.0.0.3")
      expect(await net.release(eth0("c1"))).toEqual(["10.0.0.3"])
      expect(await net.leases()).toEqual(["10.0.0.2 c1"])
      expect(await net.release(eth0("c1"))).toEqual(["10.0.0.2"])
    },

    "ends only the named ones of the leases that name no interface": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2", "10.0.0.4")
      expect(await net.release(eth0("c1"), ["10.0.0.4"])).toEqual(["10.0.0.4"])
      expect(await net.leases()).toEqual(["10.0.0.2 c1"])
    },

    "for a container without an interface leaves its attachments alone": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2")
      await net.take(eth0("c1"), "10.0.0.3")
      expect(await net.release(legacy("c1"))).toEqual(["10.0.0.2"])
      expect(await net.release(legacy("c1"))).toEqual([])
      expect(await net.leases()).toEqual(["10.0.0.3 c1 (eth0)"])
    },

    "in a network that nobody ever used returns nothing": async (store) => {
      expect(await plainNetwork(store, { ...lan, network: "unheard-of" }).release(web)).toEqual([])
    },
  },
}

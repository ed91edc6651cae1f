import type { Store } from "@cni-ipam/core"
import { expect } from "vitest"
import { answer } from "../answer.js"
import type { PlainNetwork } from "../plain-network.js"
import { plainNetwork } from "../plain-network.js"
import { db, lan, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

/** Each is likely to be mixed up with another one where names are parts of paths or keys. */
const alike = ["net", "net1", "net.1", "net_1", "net-1", "Net", "n", "0", "a..b"]

const inEach = (store: Store): readonly (readonly [string, PlainNetwork])[] =>
  alike.map((network) => [network, plainNetwork(store, { ...lan, network })] as const)

export const networks: Topic = {
  title: "the networks of a store",
  promises: {
    "are those that have or had a lease, in order": async (store) => {
      expect(await answer(store.networks)).toEqual([])
      await plainNetwork(store, { ...lan, network: "beta" }).take(web, "10.0.0.2")
      await plainNetwork(store, { ...lan, network: "alpha" }).take(web, "10.0.0.2")
      await plainNetwork(store, { ...lan, network: "gamma" }).take(web, "10.0.0.2")
      expect(await answer(store.networks)).toEqual(["alpha", "beta", "gamma"])
      await plainNetwork(store, { ...lan, network: "beta" }).release(web)
      expect(await answer(store.networks)).toEqual(["alpha", "beta", "gamma"])
    },

    "are not those that somebody only asked about": async (store) => {
      const net = plainNetwork(store, lan)
      await net.view(web)
      await net.free()
      await net.release(web)
      await net.leases()
      await answer(store.status("lan"))
      expect(await answer(store.networks)).toEqual([])
    },

    "lease the same address to as many owners": async (store) => {
      for (const [network, net] of inEach(store))
        await net.take({ containerId: `of-${network}`, ifname: "eth0" }, "10.0.0.2")
      for (const [network, net] of inEach(store))
        expect(await net.leases()).toEqual([`10.0.0.2 of-${network} (eth0)`])
      expect(await answer(store.networks)).toEqual(alike.toSorted())
    },

    "do not share owners, whatever their names": async (store) => {
      for (const [, net] of inEach(store)) await net.take(web, "10.0.0.2")
      const [first, ...others] = inEach(store)
      expect(await first?.[1].release(web)).toEqual(["10.0.0.2"])
      expect(await first?.[1].free(1)).toEqual(["10.0.0.3"])
      for (const [, net] of others) expect(await net.held(web)).toEqual(["10.0.0.2"])
    },

    "tell addresses apart whose texts begin alike": async (store) => {
      const net = plainNetwork(store, poolOf("lan", [{ subnet: "10.0.0.0/24" }]))
      await net.take(web, "10.0.0.1", "10.0.0.10")
      await net.take(db, "10.0.0.100", "10.0.0.11")
      expect(await net.release(web, ["10.0.0.1"])).toEqual(["10.0.0.1"])
      expect(await net.release(db, ["10.0.0.100"])).toEqual(["10.0.0.100"])
      expect(await net.leases()).toEqual(["10.0.0.10 web-1 (eth0)", "10.0.0.11 db-1 (eth0)"])
    },
  },
}

import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, dual, legacy, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const upkeep: Topic = {
  title: "a healthy network",
  promises: {
    "is left as it is by a repair, which has nothing to say": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::2")
      await net.take(legacy("c1"), "10.0.0.4")
      await net.take(db, "10.0.0.5")
      await net.release(db)
      const before = await answer(store.leases({ network: "lan" }))
      const free = await net.free()
      expect(await answer(store.repair("lan"))).toEqual([])
      expect(await answer(store.leases({ network: "lan" }))).toEqual(before)
      expect(await net.free()).toEqual(free)
      expect(await net.held(web)).toEqual(["10.0.0.2", "2001:db8::2"])
      expect(await net.release(web)).toEqual(["10.0.0.2", "2001:db8::2"])
    },

    "that nobody ever used needs no repair, and gets none": async (store) => {
      expect(await answer(store.repair("unheard-of"))).toEqual([])
      expect(await answer(store.networks)).toEqual([])
    },

    "is reported as usable, before its first lease and after": async (store) => {
      const net = plainNetwork(store, dual)
      await answer(store.status("lan"))
      expect(await net.leases()).toEqual([])
      await net.take(web, "10.0.0.3")
      await answer(store.status("lan"))
      expect(await net.leases()).toEqual(["10.0.0.3 web-1 (eth0)"])
      expect(await net.free(1)).toEqual(["10.0.0.4"])
    },
  },
}

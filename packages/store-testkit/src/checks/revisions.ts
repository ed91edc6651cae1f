import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { db, lan, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const revisions: Topic = {
  title: "a reservation made from a view",
  promises: {
    "is refused when its owner got a lease since": async (store) => {
      const net = plainNetwork(store, lan)
      const { revision } = await net.view(web)
      await net.take(web, "10.0.0.2")
      expect(await net.reserve(web, ["10.0.0.3"], revision)).toEqual({
        taken: [],
        ownerChanged: true,
      })
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },

    "is refused when its owner lost a lease since": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2", "10.0.0.3")
      const { revision } = await net.view(web)
      await net.release(web, ["10.0.0.2"])
      expect(await net.reserve(web, ["10.0.0.4"], revision)).toMatchObject({ ownerChanged: true })
      expect(await net.leases()).toEqual(["10.0.0.3 web-1 (eth0)"])
    },

    "is refused when its owner changed one address for another since": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      const { revision } = await net.view(web)
      await net.release(web)
      await net.take(web, "10.0.0.3")
      expect(await net.reserve(web, ["10.0.0.4"], revision)).toMatchObject({ ownerChanged: true })
      expect(await net.leases()).toEqual(["10.0.0.3 web-1 (eth0)"])
    },

    "succeeds whatever other owners did since": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(db, "10.0.0.2")
      const { revision } = await net.view(web)
      await net.release(db)
      await net.take(db, "10.0.0.3")
      expect(await net.reserve(web, ["10.0.0.2"], revision)).toEqual({ reserved: ["10.0.0.2"] })
    },

    "succeeds after one from the same view that found its address taken": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(db, "10.0.0.2")
      const { revision } = await net.view(web)
      expect(await net.reserve(web, ["10.0.0.2"], revision)).toMatchObject({ taken: ["10.0.0.2"] })
      expect(await net.reserve(web, ["10.0.0.3"], revision)).toEqual({ reserved: ["10.0.0.3"] })
    },
  },
}

import { expect } from "vitest"
import { answer } from "../answer.js"
import { change, create, plainDocuments } from "../plain-documents.js"
import { plainNetwork } from "../plain-network.js"
import { db, dual, eth0, lan, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const secondHandle: Topic = {
  title: "a second handle on the same data",
  needs: ["persistent"],
  promises: {
    "sees the leases, the networks and where the search goes on": async (store, place) => {
      await plainNetwork(store, dual).take(web, "10.0.0.3", "2001:db8::2")
      const second = await place.open()
      const net = plainNetwork(second, dual)
      expect(await net.leases()).toEqual(["10.0.0.3 web-1 (eth0)", "2001:db8::2 web-1 (eth0)"])
      expect(await net.held(web)).toEqual(["10.0.0.3", "2001:db8::2"])
      expect(await net.free(1)).toEqual(["10.0.0.4"])
      expect(await answer(second.networks)).toEqual(["lan"])
    },

    "can release what the first one leased, and lease it anew": async (store, place) => {
      const first = plainNetwork(store, lan)
      const second = plainNetwork(await place.open(), lan)
      await first.take(web, "10.0.0.3")
      expect(await second.release(web)).toEqual(["10.0.0.3"])
      expect(await first.leases()).toEqual([])
      await second.take(db, "10.0.0.3")
      expect(await first.reserve(web, ["10.0.0.3"])).toMatchObject({ taken: ["10.0.0.3"] })
    },

    "makes the first one's views stale by what it changes": async (store, place) => {
      const first = plainNetwork(store, lan)
      const second = plainNetwork(await place.open(), lan)
      const { revision } = await first.view(web)
      await second.take(web, "10.0.0.2")
      expect(await first.reserve(web, ["10.0.0.3"], revision)).toMatchObject({ ownerChanged: true })
      expect(await second.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },

    "may reserve from a view of the first one": async (store, place) => {
      const { revision } = await plainNetwork(store, lan).view(web)
      const second = plainNetwork(await place.open(), lan)
      expect(await second.reserve(web, ["10.0.0.2"], revision)).toEqual({ reserved: ["10.0.0.2"] })
    },

    "may forget a network in which the first one goes on": async (store, place) => {
      const [first, second] = [plainNetwork(store, lan), await place.open()]
      expect(await first.allocate(web)).toEqual(["10.0.0.2"])
      expect(await answer(second.forget("lan"))).toBe(false)
      await first.release(web)
      expect(await answer(second.forget("lan"))).toBe(true)
      expect(await answer(store.networks)).toEqual([])
      await first.take(db, "10.0.0.4")
      expect(await plainNetwork(second, lan).leases()).toEqual(["10.0.0.4 db-1 (eth0)"])
      expect(await answer(second.forget("lan"))).toBe(false)
      expect(await answer(second.networks)).toEqual(["lan"])
    },

    "works on after the first one was closed": async (store, place) => {
      const second = await place.open()
      await plainNetwork(store, lan).take(web, "10.0.0.2")
      await place.close(store)
      expect(await plainNetwork(second, lan).allocate(db)).toEqual(["10.0.0.3"])
    },

    "shares all addresses with the first one when both allocate at once": async (store, place) => {
      const pool = poolOf("lan", [{ subnet: "10.0.0.0/26" }])
      const handles = [plainNetwork(store, pool), plainNetwork(await place.open(), pool)]
      const given = await Promise.all(
        Array.from({ length: 15 }, (_, index) =>
          handles.map((net, handle) => net.allocate(eth0(`c${index}-${handle}`))),
        ).flat(),
      )
      expect(new Set(given.flat()).size).toBe(30)
      expect(await handles[0]?.leases()).toHaveLength(30)
    },
  },
}

export const sharedDocuments: Topic = {
  title: "documents seen through a second handle",
  needs: ["persistent", "documents"],
  promises: {
    "have the same text and the same version": async (store, place) => {
      const first = plainDocuments(store)
      const second = plainDocuments(await place.open())
      await first.commit(create(["pools", "a"], "1"))
      expect(await second.list("pools")).toEqual(["pools/a=1"])
      const version = await second.version(["pools", "a"])
      await second.commit(change(["pools", "a"], version, "2"))
      expect(await first.read(["pools", "a"])).toBe("2")
      expect(await first.commit(change(["pools", "a"], version, "3"))).toMatchObject({
        _tag: "Stale",
      })
    },
  },
}

import type { Document } from "@cni-ipam/core"
import type { Option } from "fp-ts/lib/Option.js"
import { map, none, some } from "fp-ts/lib/Option.js"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, details, dual, ip, lan, mail, web } from "../samples.js"
import type { Topic } from "../topic.js"

export const reserving: Topic = {
  title: "a reservation",
  promises: {
    "leases its addresses, and returns the leases in the order they were asked for": async (
      store,
    ) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "2001:db8::3", "10.0.0.3")
      expect(await net.leases()).toEqual(["10.0.0.3 web-1 (eth0)", "2001:db8::3 web-1 (eth0)"])
    },

    "gets no address that another owner holds": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      expect(await net.reserve(db, ["10.0.0.2"])).toEqual({
        taken: ["10.0.0.2"],
        ownerChanged: false,
      })
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },

    "gets no address that its own owner holds already": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      expect(await net.reserve(web, ["10.0.0.2"])).toEqual({
        taken: ["10.0.0.2"],
        ownerChanged: false,
      })
    },

    "leases none of its addresses when one of them is taken, whichever it is": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::3")
      expect(await net.reserve(db, ["10.0.0.2", "2001:db8::2"])).toMatchObject({
        taken: ["10.0.0.2"],
      })
      expect(await net.reserve(db, ["10.0.0.3", "2001:db8::3"])).toMatchObject({
        taken: ["2001:db8::3"],
      })
      expect(await net.held(db)).toEqual([])
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)", "2001:db8::3 web-1 (eth0)"])
      expect(await net.free(2)).toEqual(["10.0.0.3", "10.0.0.4"])
    },

    "gets no address twice that it names twice, and leases none then": async (store) => {
      const net = plainNetwork(store, dual)
      expect(await net.reserve(web, ["2001:db8::2", "10.0.0.3", "10.0.0.3"])).toEqual({
        taken: ["10.0.0.3"],
        ownerChanged: false,
      })
      expect(await net.leases()).toEqual([])
      await net.take(web, "2001:db8::2", "10.0.0.3")
    },

    "is told of every address that stood against it": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2")
      await net.take(mail, "2001:db8::2")
      expect(await net.reserve(db, ["10.0.0.2", "2001:db8::2"])).toEqual({
        taken: ["10.0.0.2", "2001:db8::2"],
        ownerChanged: false,
      })
    },

    "is told the right holder of a taken address, or none": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      const { revision } = await net.view(db)
      const wanted = [{ rangeSet: "0", address: ip("10.0.0.2") }]
      const outcome = await answer(
        store.reserve({ network: "lan", owner: db, revision, wanted, details }),
      )
      const taken = outcome._tag === "Conflict" ? outcome.taken : []
      expect(taken).toHaveLength(1)
      for (const { holder } of taken) if (holder._tag === "Some") expect(holder.value).toEqual(web)
    },

    "that requires a document leases nothing without it, and leases with any version of it": async (
      store,
    ) => {
      const key = ["users", "web"] as const
      const reserve = async () => {
        const { revision } = await plainNetwork(store, lan).view(web)
        const wanted = [{ rangeSet: "0", address: ip("10.0.0.2") }]
        const reservation = { network: "lan", owner: web, revision, wanted, details }
        return answer(store.reserve({ ...reservation, requires: key }))
      }
      const write = (expected: Option<string>, value: string) =>
        answer(store.documents.commit([{ key, expected, value: some(value) }]))
      expect(await reserve()).toMatchObject({ _tag: "Conflict", taken: [], missing: key })
      expect(await plainNetwork(store, lan).leases()).toEqual([])
      await write(none, "1")
      const found = await answer(store.documents.read(key))
      await write(map(({ version }: Document) => version)(found), "2")
      expect(await reserve()).toMatchObject({ _tag: "Reserved" })
      expect(await plainNetwork(store, lan).leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },

    "may add to what its owner holds": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.take(web, "10.0.0.4")
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)", "10.0.0.4 web-1 (eth0)"])
    },

    "gets an address that was released": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.release(web)
      await net.take(db, "10.0.0.2")
      expect(await net.leases()).toEqual(["10.0.0.2 db-1 (eth0)"])
    },
  },
}

import type { Lease, Store } from "@cni-ipam/core"
import { formatOwner } from "@cni-ipam/core"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, ip, lan, legacy, mail, web } from "../samples.js"
import type { Topic } from "../topic.js"

const change = { network: "lan", rangeSet: "0", allocatedAt: 1_700_000_009_000 }

/** Hands web's lease over to db; tells what is returned. */
const give = async (store: Store, only: (lease: Lease) => boolean = () => true) => {
  const address = ip("10.0.0.2")
  const given = await answer(store.handOver({ ...change, address, only, owner: db }))
  return given._tag === "Some"
    ? `${formatOwner(given.value.owner)} ${given.value.allocatedAt}`
    : undefined
}

export const handingOver: Topic = {
  title: "a lease that is handed over",
  promises: {
    "is the other owner's from then on, with its new time, and no more the first one's": async (
      store,
    ) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      expect(await give(store)).toBe("db-1 (eth0) 1700000009000")
      expect(await net.leases()).toEqual(["10.0.0.2 db-1 (eth0)"])
      expect(await net.held(web)).toEqual([])
      expect(await net.held(db)).toEqual(["10.0.0.2"])
      const page = await answer(store.leases({ network: "lan" }))
      expect(page.leases).toMatchObject([{ rangeSet: "0", allocatedAt: 1_700_000_009_000 }])
      expect(await net.reserve(mail, ["10.0.0.2"])).toMatchObject({ taken: ["10.0.0.2"] })
    },

    "is not ended by who still wants to end the first owner's, and by who ends the other's": async (
      store,
    ) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await give(store)
      expect(await net.release(web, ["10.0.0.2"])).toEqual([])
      expect(await net.leases()).toEqual(["10.0.0.2 db-1 (eth0)"])
      expect(await net.release(db)).toEqual(["10.0.0.2"])
      expect(await net.leases()).toEqual([])
      expect(await net.allocate(web, "10.0.0.2")).toEqual(["10.0.0.2"])
    },

    "leaves the first owner its others": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.take(web, "10.0.0.5")
      expect(await give(store)).toBe("db-1 (eth0) 1700000009000")
      expect(await net.release(web)).toEqual(["10.0.0.5"])
      expect(await net.leases()).toEqual(["10.0.0.2 db-1 (eth0)"])
    },

    "may be one that names no interface": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(legacy("c1"), "10.0.0.2")
      expect(await give(store)).toBe("db-1 (eth0) 1700000009000")
      expect(await net.release(legacy("c1"))).toEqual([])
      expect(await net.held(db)).toEqual(["10.0.0.2"])
    },

    "has to be there, and wanted": async (store) => {
      const net = plainNetwork(store, lan)
      expect(await give(store)).toBeUndefined()
      await net.take(web, "10.0.0.2")
      expect(await give(store, ({ owner }) => owner.containerId !== "web-1")).toBeUndefined()
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },
  },
}

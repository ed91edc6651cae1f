import type { Store } from "@cni-ipam/core"
import { formatOwner } from "@cni-ipam/core"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, dual, ip, lan, legacy, web } from "../samples.js"
import type { Topic } from "../topic.js"

/** Whose lease was ended. */
const end = async (store: Store, text: string, isAlone = false): Promise<string | undefined> => {
  const query = { network: "lan", address: ip(text), isAlone }
  const ended = await answer(store.releaseAddress(query))
  return ended._tag === "Some" ? formatOwner(ended.value.owner) : undefined
}

export const releasingAddresses: Topic = {
  title: "a release of an address",
  promises: {
    "ends its lease, whoever holds it, and returns it": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.take(db, "10.0.0.3")
      await net.take(legacy("c1"), "10.0.0.4")
      expect(await end(store, "10.0.0.3")).toBe("db-1 (eth0)")
      expect(await end(store, "10.0.0.4")).toBe("c1")
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
      expect(await net.held(db)).toEqual([])
      expect(await net.allocate(db, "10.0.0.3")).toEqual(["10.0.0.3"])
    },

    "leaves its holder the others": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::2")
      await net.take(web, "10.0.0.5")
      expect(await end(store, "10.0.0.2")).toBe("web-1 (eth0)")
      expect(await net.held(web)).toEqual(["10.0.0.5", "2001:db8::2"])
      expect(await net.release(web)).toEqual(["10.0.0.5", "2001:db8::2"])
    },

    "whose holder has no other leaves nothing behind": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      expect(await end(store, "10.0.0.2", true)).toBe("web-1 (eth0)")
      expect(await net.leases()).toEqual([])
      expect(await net.held(web)).toEqual([])
      expect(await net.allocate(web, "10.0.0.2")).toEqual(["10.0.0.2"])
    },

    "that nobody holds returns nothing": async (store) => {
      const net = plainNetwork(store, lan)
      expect(await end(store, "10.0.0.2")).toBeUndefined()
      await net.take(web, "10.0.0.2")
      expect(await end(store, "10.0.0.3")).toBeUndefined()
      expect(await end(store, "2001:db8::2", true)).toBeUndefined()
      expect(await net.held(web)).toEqual(["10.0.0.2"])
    },

    "leaves a lease alone that is not wanted": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      const query = { network: "lan", address: ip("10.0.0.2") }
      const only = ({ owner }: { readonly owner: { readonly containerId: string } }) =>
        owner.containerId !== "web-1"
      expect(await answer(store.releaseAddress({ ...query, only }))).toMatchObject({ _tag: "None" })
      expect(await net.leases()).toEqual(["10.0.0.2 web-1 (eth0)"])
    },
  },
}

import type { Lease, LeaseDetails, Store } from "@cni-ipam/core"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, dual, ip, web } from "../samples.js"
import type { Topic } from "../topic.js"

const full: LeaseDetails = {
  node: "node-7.example",
  allocatedAt: 1_700_000_000_123,
  mac: "02:42:AC:11:00:02",
  podNamespace: "kube-system",
  podName: 'odd "pod"\\n %41 ü',
}

const reserveWith = async (store: Store, details: LeaseDetails): Promise<readonly Lease[]> => {
  const { revision } = await plainNetwork(store, dual).view(web)
  const wanted = [
    { rangeSet: "0", address: ip("10.0.0.2") },
    { rangeSet: "1", address: ip("2001:db8::2") },
  ]
  const query = { network: "lan", owner: web, revision, wanted, details }
  const outcome = await answer(store.reserve(query))
  return outcome._tag === "Reserved" ? outcome.leases : []
}

const expected = (details: LeaseDetails): readonly Lease[] => [
  { ...details, network: "lan", owner: web, rangeSet: "0", address: ip("10.0.0.2") },
  { ...details, network: "lan", owner: web, rangeSet: "1", address: ip("2001:db8::2") },
]

export const leaseDetails: Topic = {
  title: "the details of a lease",
  needs: ["recordsDetails"],
  promises: {
    "come back as they were given, wherever the lease is read": async (store) => {
      expect(await reserveWith(store, full)).toEqual(expected(full))
      expect((await plainNetwork(store, dual).view(web)).held).toEqual(expected(full))
      expect((await answer(store.leases({ network: "lan" }))).leases).toEqual(expected(full))
      expect(await answer(store.release({ network: "lan", owner: web }))).toEqual(expected(full))
    },

    "are absent where they were not given, but for the node of a store that is shared": async (
      store,
    ) => {
      const bare: LeaseDetails = { node: "", allocatedAt: 0 }
      const [{ node } = bare] = await reserveWith(store, bare)
      if (!store.isShared) expect(node).toBe("")
      const { leases } = await answer(store.leases({ network: "lan" }))
      expect(leases).toStrictEqual(expected({ ...bare, node }))
    },

    "stay when the owner gets another lease and others come and go": async (store) => {
      const net = plainNetwork(store, dual)
      await reserveWith(store, full)
      await net.take(web, "10.0.0.4")
      await net.take(db, "10.0.0.3")
      await net.release(db)
      await net.release(web, ["10.0.0.4"])
      expect((await net.view(web)).held).toEqual(expected(full))
    },
  },
}

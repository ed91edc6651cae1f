import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { db, eth0, ip, leased, leftOf, rightOf, take, web } from "../test/samples.js"
import type { GarbageQuery } from "./collect-garbage.js"
import { collectGarbage } from "./collect-garbage.js"
import { formatAddress } from "./format-address.js"
import { memoryStore } from "./memory-store.js"
import type { Owner } from "./owner.js"
import type { Store } from "./store.js"
import type { StoreError } from "./store-error.js"

const legacy = (containerId: string): Owner => ({ containerId, ifname: "" })

const collect = async (store: Store, query: Partial<GarbageQuery> = {}) =>
  rightOf(await collectGarbage(store)({ network: "lan", node: "node-1", valid: [], ...query })())

const released = async (store: Store, ...valid: readonly Owner[]) =>
  (await collect(store, { valid })).released.map(({ address }) => formatAddress(address))

describe("garbage collection", () => {
  it("ends every lease whose owner is not valid, and no other", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2", "2001:db8::2")
    await take(store, db, "10.0.0.3")
    await take(store, { ...web, ifname: "eth1" }, "10.0.0.4")
    expect(await released(store, db)).toEqual(["10.0.0.2", "2001:db8::2", "10.0.0.4"])
    expect(await leased(store)).toEqual(["10.0.0.3 db-1 (eth0)"])
    expect(await released(store, db)).toEqual([])
  })

  it("leaves leases that name no interface to a container with any valid attachment", async () => {
    const store = memoryStore()
    await take(store, legacy("web-1"), "10.0.0.2")
    await take(store, legacy("gone"), "10.0.0.3")
    expect(await released(store, web)).toEqual(["10.0.0.3"])
    expect(await released(store, db)).toEqual(["10.0.0.2"])
  })

  it("ends a lease that names no interface, and keeps those of the container's attachments", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    await take(store, legacy("web-1"), "10.0.0.3")
    expect(await released(store, { containerId: "web-1", ifname: "eth1" })).toEqual(["10.0.0.2"])
    expect(await leased(store)).toEqual(["10.0.0.3 web-1"])
  })

  it("ends only what it read: an owner's newer leases stay", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    const late: Store = {
      ...store,
      release: (query) => async () => {
        await take(store, web, "10.0.0.9")
        return store.release(query)()
      },
    }
    expect(await released(late)).toEqual(["10.0.0.2"])
    expect(await leased(store)).toEqual(["10.0.0.9 web-1 (eth0)"])
  })

  it("goes on where a release fails, and says which", async () => {
    const store = memoryStore()
    for (const [index, id] of ["c1", "c2", "c3"].entries())
      await take(store, eth0(id), `10.0.0.${index + 2}`)
    const error: StoreError = { _tag: "Corrupt", subject: "/lan/10.0.0.3", reason: "not JSON" }
    const stuck: Store = {
      ...store,
      release: (query) =>
        query.owner.containerId === "c2" ? TE.left(error) : store.release(query),
    }
    const report = await collect(stuck)
    expect(report.released.map(({ address }) => formatAddress(address))).toEqual([
      "10.0.0.2",
      "10.0.0.4",
    ])
    expect(report.failures).toEqual([{ owner: eth0("c2"), error }])
    expect(await leased(store)).toEqual(["10.0.0.3 c2 (eth0)"])
  })

  it("touches other nodes' leases only where no other node can have made them", async () => {
    const made = async (isShared: boolean): Promise<Store> => {
      const store: Store = { ...memoryStore(), isShared }
      await take(store, web, "10.0.0.2")
      const { revision } = rightOf(await store.view({ network: "lan", owner: db, rangeSets: [] })())
      const wanted = [{ rangeSet: "0", address: ip("10.0.0.3") }]
      const details = { node: "node-2", allocatedAt: 0 }
      await store.reserve({ network: "lan", owner: db, revision, wanted, details })()
      return store
    }
    expect(await released(await made(true))).toEqual(["10.0.0.2"])
    expect(await released(await made(false))).toEqual(["10.0.0.2", "10.0.0.3"])
  })

  it("repairs first, and reports what was mended and what could not be read", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    const calls: string[] = []
    const damaged: Store = {
      ...store,
      repair: (network) => {
        calls.push(`repair ${network}`)
        return TE.right(["10.0.0.9 was empty and is free again"])
      },
      leases: (query) => {
        calls.push("leases")
        return pipe(
          store.leases(query),
          TE.map((page) => ({ ...page, problems: ["10.0.0.8 cannot be read"] })),
        )
      },
    }
    expect(await collect(damaged, { valid: [web] })).toEqual({
      released: [],
      failures: [],
      repairs: ["10.0.0.9 was empty and is free again"],
      problems: ["10.0.0.8 cannot be read"],
    })
    expect(calls).toEqual(["repair lan", "leases"])
  })

  it("fails if leases cannot be read at all", async () => {
    const error: StoreError = { _tag: "Busy", subject: "lan", waitedMs: 1 }
    const store: Store = { ...memoryStore(), leases: () => TE.left(error) }
    const query = { network: "lan", node: "", valid: [] }
    expect(leftOf(await collectGarbage(store)(query)())).toEqual(error)
  })
})

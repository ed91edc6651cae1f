import { describe, expect, it } from "vitest"
import { eth0, ip, newLan, rightOf, textsOf } from "./test/lan.js"
import { memoryServer } from "./test/memory-kv.js"

const owners = ".index/networks/lan/owners/"

describe("a release", () => {
  it("asks twice for an owner that holds something", async () => {
    const lan = newLan()
    await lan.add("c1")
    const elsewhere = newLan(lan.server)
    lan.server.calls = 0
    expect(await elsewhere.release(eth0("c1"))).toEqual(["10.0.0.2"])
    expect(lan.server.calls).toBe(2)
  })

  it("asks once for what this very process has reserved", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.calls = 0
    expect(await lan.release(eth0("c1"))).toEqual(["10.0.0.2"])
    expect(lan.server.calls).toBe(1)
    expect(lan.keys(owners)).toEqual([])
  })

  it("ends also what others have reserved for the owner since", async () => {
    const lan = newLan()
    const elsewhere = newLan(lan.server)
    const owner = eth0("c1")
    const reserve = async (address: string, revision: string) =>
      rightOf(
        await elsewhere.store.reserve({
          network: "lan",
          owner,
          revision,
          wanted: [{ rangeSet: "0", address: ip(address) }],
          details: { node: "n1", allocatedAt: 0 },
        })(),
      )
    const view = async () =>
      rightOf(await elsewhere.store.view({ network: "lan", owner, rangeSets: [] })())
    await lan.add("c1")
    await reserve("10.0.0.9", (await view()).revision)
    const query = { network: "lan", owner, addresses: [ip("10.0.0.9")] }
    expect(textsOf(rightOf(await lan.store.release(query)()))).toEqual(["10.0.0.9"])
    await reserve("10.0.0.10", (await view()).revision)
    expect(await lan.release(owner)).toEqual(["10.0.0.2", "10.0.0.10"])
  })

  it("ends what an owner got elsewhere after this process forgot or lost it", async () => {
    const lan = newLan()
    const elsewhere = newLan(lan.server)
    await lan.add("c1")
    await elsewhere.release(eth0("c1"))
    expect(await elsewhere.add("c1")).toEqual(["10.0.0.3"])
    expect(await lan.release(eth0("c1"))).toEqual(["10.0.0.3"])
    expect(lan.keys("lan/")).toEqual([])
  })

  it("does not end what another owner has made of the address meanwhile", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.entries.delete("lan/10.0.0.2")
    lan.putLegacy("10.0.0.2", "stranger")
    expect(await lan.release(eth0("c1"))).toEqual([])
    expect(lan.keys("lan/")).toEqual(["lan/10.0.0.2"])
    expect(lan.keys(owners)).toEqual([])
  })

  it("ends only the addresses that were named, and keeps the others on the list", async () => {
    const lan = newLan(memoryServer(8))
    for (let last = 10; last < 14; last++) lan.putLegacy(`10.0.0.${last}`, "c1")
    rightOf(await lan.store.repair("lan")())
    const query = { network: "lan", owner: eth0("c1"), addresses: [ip("10.0.0.12")] }
    expect(textsOf(rightOf(await lan.store.release(query)()))).toEqual(["10.0.0.12"])
    expect(textsOf(rightOf(await lan.store.release(query)()))).toEqual([])
    expect(await lan.release(eth0("c1"))).toEqual(["10.0.0.10", "10.0.0.11", "10.0.0.13"])
    expect(lan.keys(owners)).toEqual([])
  })

  it("takes several transactions for more than fits into one", async () => {
    const lan = newLan(memoryServer(8))
    for (let last = 10; last < 30; last++) lan.putLegacy(`10.0.0.${last}`, "c1")
    for (let turn = 0; turn < 3; turn++) rightOf(await lan.store.repair("lan")())
    expect(await lan.release(eth0("c1"))).toHaveLength(20)
    expect(lan.keys("lan/")).toEqual([])
    expect(lan.keys(owners)).toEqual([])
  })

  it("does not believe an old answer that says the owner holds nothing", async () => {
    const lan = newLan()
    await lan.add("c1")
    const { kv } = lan.server
    const behind = newLan({
      ...lan.server,
      kv: {
        ...kv,
        read: (query, until) =>
          query.consistent === true
            ? kv.read(query, until)
            : kv.read({ keys: [], prefixes: [] }, until),
      },
    })
    expect(await behind.release(eth0("c1"))).toEqual(["10.0.0.2"])
  })

  it("is done once though every answer is lost, each time it was done", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.losses.push("done")
    expect(await lan.release(eth0("c1"))).toEqual(["10.0.0.2"])
    await lan.add("c2")
    lan.server.losses.push("not done", "done")
    expect(await lan.release(eth0("c2"))).toHaveLength(1)
    expect(lan.keys("lan/")).toEqual([])
  })

  it("fails where the list of the owner cannot be read, and ends nothing", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.put(`${owners}c1/eth0`, "garbage")
    expect(await lan.store.release({ network: "lan", owner: eth0("c1") })()).toMatchObject({
      left: { _tag: "Corrupt", subject: `${owners}c1/eth0` },
    })
    expect(lan.keys("lan/")).toHaveLength(1)
  })
})

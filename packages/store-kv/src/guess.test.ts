import { allocate, formatAddress, readPool } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { eth0, ip, newLan, rightOf } from "./test/lan.js"

describe("a process that allocates again and again", () => {
  it("asks twice for its first address, and once for each of the next", async () => {
    const lan = newLan()
    expect(await lan.add("c1")).toEqual(["10.0.0.2"])
    // Besides looking and reserving, it looks once for leases of plugins of old.
    expect(lan.server.calls).toBe(3)
    for (const [index, id] of ["c2", "c3", "c4"].entries()) {
      lan.server.calls = 0
      expect(await lan.add(id)).toEqual([`10.0.0.${index + 3}`])
      expect(lan.server.calls).toBe(1)
    }
  })

  it("looks again when others have gone on meanwhile", async () => {
    const lan = newLan()
    await lan.add("c1")
    await newLan(lan.server).add("c2")
    expect(await lan.add("c3")).toEqual(["10.0.0.4"])
  })

  it("gives an owner no second address because it did not look", async () => {
    const lan = newLan()
    await newLan(lan.server).add("c1")
    await lan.add("c2")
    await expect(lan.add("c1")).rejects.toThrow("AlreadyLeased")
    lan.server.calls = 0
    await expect(lan.add("c2")).rejects.toThrow("AlreadyLeased")
  })

  it("does not overlook what the container holds as a whole", async () => {
    const lan = newLan()
    lan.putLegacy("10.0.0.9", "old")
    rightOf(await lan.store.repair("lan")())
    await lan.add("c1")
    await expect(lan.add("old")).rejects.toThrow("AlreadyLeased")
  })

  it("does not overlook leases of plugins of old", async () => {
    const lan = newLan()
    lan.putLegacy("10.0.0.9", "old")
    await lan.add("c1")
    await expect(lan.add("old")).rejects.toThrow("AlreadyLeased")
    await lan.add("c2")
    await expect(newLan(lan.server).add("old")).rejects.toThrow("AlreadyLeased")
  })

  it("goes on behind what was asked for by name", async () => {
    const lan = newLan()
    const pool = readPool("lan", [[{ subnet: "10.0.0.0/24" }]])
    if (pool._tag === "Left") throw new Error("no pool")
    const requested = [ip("10.0.0.7")]
    await allocate(lan.store)({ pool: pool.right, owner: eth0("c1"), requested })()
    const next = await allocate(lan.store)({ pool: pool.right, owner: eth0("c2") })()
    expect(
      next._tag === "Right" && next.right.map(({ lease }) => formatAddress(lease.address)),
    ).toEqual(["10.0.0.8"])
  })

  it("gives as many addresses as there are, side by side, and none twice", async () => {
    const lan = newLan()
    await lan.add("first")
    const given = await Promise.all(Array.from({ length: 252 }, (_, index) => lan.add(`c${index}`)))
    expect(new Set(given.flat()).size).toBe(252)
    await expect(lan.add("one more")).rejects.toThrow("Exhausted")
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { eth0, newLan } from "./test/lan.js"

const day = 24 * 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe("leases of a plugin of old", () => {
  it("are found for their container and released, each of them", async () => {
    const { putLegacy, release, keys, add } = newLan()
    putLegacy("10.0.0.50", "old")
    putLegacy("10.0.0.51", "other")
    putLegacy("10.0.0.52", "old")
    await add("new")
    expect(await release(eth0("old"))).toEqual(["10.0.0.50", "10.0.0.52"])
    expect(await release(eth0("old"))).toEqual([])
    expect(keys("lan/")).toEqual(["lan/10.0.0.2", "lan/10.0.0.51"])
  })

  it("are their container's, which gets no second address", async () => {
    const { putLegacy, release, add } = newLan()
    putLegacy("10.0.0.50", "old")
    await expect(add("old")).rejects.toThrow("AlreadyLeased")
    expect(await release(eth0("old"))).toEqual(["10.0.0.50"])
    expect(await add("old")).toEqual(["10.0.0.2"])
  })

  it("are looked for once by a node, whether it finds some or not", async () => {
    for (const others of [[], ["other", "another"]]) {
      const { server, add, release, putLegacy } = newLan()
      for (const [index, other] of others.entries()) putLegacy(`10.0.0.${index + 50}`, other)
      await add("c1")
      server.calls = 0
      await release(eth0("nobody"))
      // The container's entries, once more for certain, and the mark.
      expect(server.calls).toBe(3)
      const anew = newLan(server)
      server.calls = 0
      expect(await anew.add("c2")).toEqual(["10.0.0.3"])
      expect(server.calls).toBe(2)
    }
  })

  it("are looked for by every other node", async () => {
    const one = newLan()
    await one.add("c1")
    one.putLegacy("10.0.0.50", "old")
    expect(await one.release(eth0("old"))).toEqual([])
    expect(await newLan(one.server, "n2").release(eth0("old"))).toEqual(["10.0.0.50"])
  })

  it("are looked for again after a day, for a node may have gone back to that plugin", async () => {
    const { add, release, putLegacy } = newLan()
    await add("c1")
    putLegacy("10.0.0.50", "old")
    expect(await release(eth0("old"))).toEqual([])
    vi.setSystemTime(Date.now() + day)
    expect(await release(eth0("old"))).toEqual(["10.0.0.50"])
  })

  it("are no secret where there are more than anybody wants to list", async () => {
    const { server, add, release, putLegacy } = newLan()
    for (let index = 0; index < 2001; index++)
      putLegacy(`10.1.${index >> 8}.${index & 255}`, `old-${index}`)
    await add("c1")
    server.calls = 0
    await newLan(server).add("c2")
    expect(server.calls).toBe(2)
    expect(await release(eth0("old-2000"))).toEqual(["10.1.7.208"])
  })

  it("are looked for every time by a node without a name", async () => {
    const { add, release, putLegacy } = newLan(undefined, "")
    await add("c1")
    await release(eth0("nobody"))
    putLegacy("10.0.0.50", "old")
    expect(await release(eth0("old"))).toEqual(["10.0.0.50"])
  })
})

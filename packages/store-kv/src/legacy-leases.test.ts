import { describe, expect, it } from "vitest"
import { eth0, newLan } from "./test/lan.js"

describe("leases of a plugin of old", () => {
  it("are found for their container and released, each of them", async () => {
    const { putLegacy, release, keys, add } = newLan()
    await add("new")
    putLegacy("10.0.0.50", "old")
    putLegacy("10.0.0.51", "other")
    putLegacy("10.0.0.52", "old")
    expect(await release(eth0("old"))).toEqual(["10.0.0.50", "10.0.0.52"])
    expect(await release(eth0("old"))).toEqual([])
    expect(keys("lan/")).toEqual(["lan/10.0.0.2", "lan/10.0.0.51"])
  })

  it("are looked for once by a node that finds none, and not without any lease at all", async () => {
    const { release, server, add } = newLan()
    await release(eth0("nobody"))
    await add("c1")
    server.calls = 0
    await release(eth0("nobody"))
    const first = server.calls
    server.calls = 0
    await release(eth0("nobody"))
    expect(server.calls).toBeLessThan(first)
  })

  it("are looked for by every other node", async () => {
    const one = newLan()
    await one.add("c1")
    await one.release(eth0("nobody"))
    one.putLegacy("10.0.0.50", "old")
    expect(await one.release(eth0("old"))).toEqual([])
    expect(await newLan(one.server, "n2").release(eth0("old"))).toEqual(["10.0.0.50"])
  })

  it("are looked for every time by a node without a name", async () => {
    const { add, release, putLegacy } = newLan(undefined, "")
    await add("c1")
    await release(eth0("nobody"))
    putLegacy("10.0.0.50", "old")
    expect(await release(eth0("old"))).toEqual(["10.0.0.50"])
  })
})

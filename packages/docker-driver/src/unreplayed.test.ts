/** A dockerd that started while the driver was away: it asks for nothing again. */
import { memoryStore } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { contentOf, testDriver } from "./test/driver.js"

const Pool = "10.9.0.0/29"
const options = { "com.docker.network.endpoint.macaddress": "02:42:0a:09:00:02" }

const setUp = async () => {
  const store = memoryStore()
  const clock = { now: 1000 }
  const before = testDriver(store, "n1", () => clock.now)
  await before.pool("a", { Pool })
  await before.gateway("a", "10.9.0.1")
  const driver = testDriver(store, "n1", () => clock.now)
  return { store, clock, before, driver }
}

describe("a pool of a network that Docker does not ask for again", () => {
  it("stays when the first thing after Docker's start is a network that fails", async () => {
    const { store, driver } = await setUp()
    await driver.activate()
    await driver.pool("a", { Pool })
    await driver.releasePool("a")
    expect(await driver.address("a", "", options)).toBe("10.9.0.2/29")
    expect(await contentOf(store)).toContain("pools/a")
    await driver.release("a", "10.9.0.2")
    await driver.releasePool("a")
    expect(await contentOf(store)).toEqual([])
  })

  it("stays when that network has a gateway of its own, after a container was started", async () => {
    const { store, driver } = await setUp()
    await driver.activate()
    await driver.address("a", "", options)
    await driver.pool("a", { Pool })
    await driver.gateway("a", "10.9.0.1")
    await driver.releasePool("a")
    expect(await contentOf(store)).toContain("pools/a")
  })

  it("stays with its containers when that network is taken for the old one", async () => {
    const { store, before, driver } = await setUp()
    await before.address("a", "", options)
    await driver.activate()
    await driver.pool("a", { Pool })
    await driver.gateway("a", "10.9.0.1")
    await driver.releasePool("a")
    expect(await contentOf(store)).toContain("a 10.9.0.2")
    await driver.release("a", "10.9.0.2")
    await driver.releasePool("a")
    expect(await contentOf(store)).toEqual([])
  })

  it("stays when minutes have gone by", async () => {
    const { store, clock, driver } = await setUp()
    await driver.activate()
    clock.now += 4 * 60_000
    await driver.pool("a", { Pool })
    await driver.gateway("a", "10.9.0.1")
    await driver.releasePool("a")
    expect(await contentOf(store)).toContain("pools/a")
  })
})

describe("an address in use", () => {
  it("is refused to a container that wants it after Docker has started", async () => {
    const { clock, before, driver } = await setUp()
    await before.address("a", "10.9.0.2", options)
    clock.now += 10
    await driver.activate()
    expect(await driver.address("a", "10.9.0.2", options)).toContain("Allocation conflict")
  })

  it.each([
    ["minutes later", async (_: unknown, clock: { now: number }) => (clock.now += 4 * 60_000)],
    [
      "when Docker has gone on to other things",
      async ({ address }: ReturnType<typeof testDriver>) => address("a", "", options),
    ],
  ])("is not given once more %s", async (_, meanwhile) => {
    const { clock, before, driver } = await setUp()
    await before.address("a", "10.9.0.2", options)
    clock.now += 10
    await driver.activate()
    await meanwhile(driver, clock)
    expect(await driver.address("a", "10.9.0.2")).toContain("Allocation conflict")
  })

  it("is given once more whatever the clock says", async () => {
    const { clock, before, driver } = await setUp()
    await before.address("a", "10.9.0.2", options)
    clock.now += 10
    await driver.activate()
    clock.now -= 100_000
    expect(await driver.address("a", "10.9.0.2")).toBe("10.9.0.2/29")
    expect(await driver.address("a", "10.9.0.2")).toContain("Allocation conflict")
  })
})

describe("an address that Docker has again", () => {
  it("is not ended by a cleanup that saw its lease before", async () => {
    const { store, clock, before, driver } = await setUp()
    await before.address("a", "10.9.0.2", options)
    const seen = await store.leases({ network: "a" })()
    clock.now += 10
    await driver.activate()
    expect(await driver.address("a", "10.9.0.2")).toBe("10.9.0.2/29")
    for (const { network, owner, address } of seen._tag === "Right" ? seen.right.leases : [])
      await store.release({ network, owner, addresses: [address] })()
    expect(await store.leases({ network: "a" })()).toMatchObject({
      right: { leases: [{ allocatedAt: 1010, mac: "02:42:0a:09:00:02", node: "n1" }] },
    })
    await driver.release("a", "10.9.0.2")
    expect(await contentOf(store)).not.toContain("a 10.9.0.2")
  })
})

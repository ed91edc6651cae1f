import { memoryStore } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { contentOf, testDriver } from "./test/driver.js"

const mac = "com.docker.network.endpoint.macaddress"

const setUp = async (subnet = "10.9.0.0/29") => {
  const store = memoryStore()
  const clock = { now: 1000 }
  const one = testDriver(store, "n1", () => clock.now)
  const two = testDriver(store, "n2", () => clock.now)
  await one.pool("a", { Pool: subnet })
  await two.pool("a")
  return { store, clock, one, two }
}

describe("a request for an address", () => {
  it("gets all of the pool but its ends and its gateway, and then an error", async () => {
    const { one, two } = await setUp()
    const given = [await one.address("a"), await two.address("a"), await one.address("a")]
    given.push(await two.address("a"), await one.address("a"))
    expect(given.sort()).toEqual([2, 3, 4, 5, 6].map((host) => `10.9.0.${host}/29`))
    expect(await one.address("a")).toBe(
      "No addresses available for allocation in pool a: all of 10.9.0.0/29 is in use; remove containers, or make a larger network",
    )
  })

  it("gets addresses of the range, and any of the subnet by asking for it", async () => {
    const { store, one } = await setUp()
    await one.pool("b", { Pool: "10.8.0.0/24", SubPool: "10.8.0.128/30" })
    expect(await one.address("b")).toBe("10.8.0.128/24")
    expect(await one.address("b", "10.8.0.9")).toBe("10.8.0.9/24")
    expect(await one.address("b")).toBe("10.8.0.129/24")
    expect(await contentOf(store)).toContain("b 10.8.0.9")
  })

  it.each([
    ["10.8.0.0/30", ["10.8.0.2/24", "10.8.0.3/24"]],
    ["10.8.0.252/30", ["10.8.0.252/24", "10.8.0.253/24", "10.8.0.254/24"]],
  ])("never gets an end of the subnet, which the range %s includes", async (SubPool, expected) => {
    const { one } = await setUp()
    await one.pool("b", { Pool: "10.8.0.0/24", SubPool })
    const given: string[] = []
    for (const _ of expected) given.push(await one.address("b"))
    expect(given).toEqual(expected)
    expect(await one.address("b")).toContain("No addresses available")
  })

  it("keeps the MAC address and the node with the lease", async () => {
    const { store, one } = await setUp()
    await one.address("a", "", { [mac]: "02:42:0a:09:00:02" })
    const found = await store.leases({ network: "a" })()
    expect(found).toMatchObject({
      right: { leases: [{ mac: "02:42:0a:09:00:02", node: "n1", allocatedAt: 1000 }] },
    })
  })

  it.each([
    ["nope", "", "Pool not found: nope: create the Docker network anew"],
    ["../x", "", "Pool not found: ../x: create the Docker network anew"],
    ["a", "10.9.1.0", "Address 10.9.1.0 outside of pool subnet 10.9.0.0/29"],
    ["a", "fd80::2", "Address fd80::2 outside of pool subnet 10.9.0.0/29"],
    ["a", "10.9.0.1", "Address 10.9.0.1 is the gateway of pool a: choose another one"],
    ["a", "10.9", "Invalid request body: Address: invalid IP address 10.9"],
  ])("of pool %s for %j is refused", async (pool, address, sentence) => {
    const { one } = await setUp()
    expect(await one.address(pool, address)).toBe(sentence)
  })

  it("is refused on a node that does not use the pool", async () => {
    const { store } = await setUp()
    expect(await testDriver(store, "n3").address("a")).toBe(
      "Pool a is not in use on node n3: restart Docker, or create the Docker network anew",
    )
  })

  it("never gives an address twice, however many ask at once", async () => {
    const { one, two } = await setUp("10.9.0.0/24")
    const given = await Promise.all(
      Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? one : two).address("a")),
    )
    expect(new Set(given).size).toBe(200)
  })
})

describe("a gateway", () => {
  it("is that of the pool on every node, and one that a user chose likewise", async () => {
    const { one, two } = await setUp()
    for (const node of [one, two]) {
      expect(await node.gateway("a", "")).toBe("10.9.0.1/29")
      expect(await node.gateway("a", "10.9.0.1")).toBe("10.9.0.1/29")
      expect(await node.gateway("a", "10.9.0.6")).toBe("10.9.0.6/29")
    }
    expect(await one.address("a", "10.9.0.6")).toContain("Allocation conflict for address=10.9.0.6")
  })

  it("stays until the pool goes", async () => {
    const { store, one, two } = await setUp()
    await one.gateway("a", "10.9.0.6")
    expect(await one.release("a", "10.9.0.6")).toEqual({})
    expect(await one.release("a", "10.9.0.1")).toEqual({})
    expect(await contentOf(store)).toContain("a 10.9.0.6")
    expect(await two.gateway("a", "10.9.0.6")).toBe("10.9.0.6/29")
  })

  it("is refused where a container is", async () => {
    const { one, two } = await setUp()
    await one.address("a", "10.9.0.3")
    expect(await two.gateway("a", "10.9.0.3")).toContain("in use in pool a, on node n1")
  })
})

describe("an address that is in use", () => {
  it("is refused to everybody, its own node included", async () => {
    const { one, two } = await setUp()
    await one.address("a", "10.9.0.3")
    for (const node of [one, two])
      expect(await node.address("a", "10.9.0.3", { [mac]: "02:42:0a:09:00:03" })).toBe(
        "Allocation conflict for address=10.9.0.3: it is in use in pool a, on node n1: choose another one, or none",
      )
    expect(await two.address("a", "10.9.0.3")).toBe(
      "Allocation conflict for address=10.9.0.3: it is in use in pool a, on node n1: choose another one, or none; an --aux-address is reserved by one node for all of them: leave it out on the others",
    )
  })

  it("is given once more to its node, and once only, when Docker has started since", async () => {
    const { clock, one, two } = await setUp()
    await one.address("a", "10.9.0.3")
    clock.now++
    await one.activate()
    await two.activate()
    expect(await two.address("a", "10.9.0.3")).toContain("conflict")
    expect(await one.address("a", "10.9.0.3")).toBe("10.9.0.3/29")
    expect(await one.address("a", "10.9.0.3")).toContain("conflict")
    await one.address("a", "10.9.0.4")
    expect(await one.address("a", "10.9.0.4")).toContain("conflict")
  })
})

describe("a return of an address", () => {
  it("frees it, and is no error when it is free", async () => {
    const { store, one } = await setUp()
    await one.address("a", "10.9.0.3")
    expect(await one.release("a", "10.9.0.3")).toEqual({})
    expect(await one.release("a", "10.9.0.3")).toEqual({})
    expect((await contentOf(store)).filter((text) => text.startsWith("a "))).toEqual([])
  })

  it("does not free what another node holds, and says which", async () => {
    const { store, one, two } = await setUp()
    await one.address("a", "10.9.0.3")
    expect(await two.release("a", "10.9.0.3")).toEqual({
      Error:
        "Address 10.9.0.3 of pool a is held by node n1, which alone gives it back: if that is gone for good, run kontena-ipam-cleanup with its NODE_ID",
    })
    await one.gateway("a", "10.9.0.5")
    expect(await two.release("a", "10.9.0.5")).toEqual({})
    expect(await contentOf(store)).toContain("a 10.9.0.3")
  })

  it("is refused outside of the pool, and of a pool that is not there", async () => {
    const { one } = await setUp()
    expect(await one.release("a", "10.10.0.3")).toMatchObject({
      Error: "Address 10.10.0.3 outside of pool subnet 10.9.0.0/29",
    })
    expect(await one.release("b", "10.9.0.3")).toMatchObject({
      Error: expect.stringContaining("Pool not found: b"),
    })
  })
})

describe("a pool that another process has removed", () => {
  it("gives no address any more, to whomever its subnet belongs by now", async () => {
    const store = memoryStore()
    const one = testDriver(store, "n1")
    await one.pool("a", { Pool: "10.9.0.0/29" })
    await one.address("a", "", { [mac]: "02:42:0a:09:00:02" })
    await testDriver(store, "n1").releasePool("a")
    await testDriver(store, "n2").pool("b", { Pool: "10.9.0.0/29" })
    for (const address of ["", "10.9.0.5"])
      expect(await one.address("a", address)).toBe(
        "Pool not found: a: create the Docker network anew",
      )
    expect(await contentOf(store)).toEqual(["pools/b", "subnets/10.9.0.0", "pool-nodes/b/n2"])
  })

  it("is asked for anew where others have made it again, or use it still", async () => {
    const store = memoryStore()
    const one = testDriver(store, "n1")
    await one.pool("a", { Pool: "10.9.0.0/29" })
    await testDriver(store, "n1").releasePool("a")
    await testDriver(store, "n2").pool("a", { Pool: "10.10.0.0/29" })
    expect(await one.address("a")).toContain("Pool a is not in use on node n1")
    await testDriver(store, "n1").pool("a")
    expect(await one.address("a")).toBe("10.10.0.2/29")
  })
})

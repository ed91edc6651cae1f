import { memoryStore } from "@cni-ipam/core"
import { none, some } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { contentOf, testDriver } from "./test/driver.js"

const pool = (id: string, subnet: string, gateway: string) => ({
  PoolID: id,
  Pool: subnet,
  Data: { "com.docker.network.gateway": gateway },
})

const setUp = () => {
  const store = memoryStore()
  return { store, one: testDriver(store, "n1"), two: testDriver(store, "n2") }
}

describe("a driver", () => {
  it("says what it is", async () => {
    const { one } = setUp()
    expect(await one.activate()).toEqual({ Implements: ["IpamDriver"] })
    expect(await one.ask("IpamDriver.GetCapabilities")).toEqual({
      RequiresMACAddress: true,
      RequiresRequestReplay: true,
    })
    expect(await one.ask("IpamDriver.GetDefaultAddressSpaces")).toEqual({
      LocalDefaultAddressSpace: "kontenalocal",
      GlobalDefaultAddressSpace: "kontenaglobal",
    })
  })
})

describe("a request for a pool", () => {
  it("without a subnet gets the next free one of the supernet", async () => {
    const { one, two } = setUp()
    expect(await one.pool("a")).toEqual(pool("a", "10.80.0.0/24", "10.80.0.1/24"))
    expect(await two.pool("b")).toEqual(pool("b", "10.80.1.0/24", "10.80.1.1/24"))
    expect(await one.pool("a", { V6: true })).toEqual(pool("a~6", "fd80::/64", "fd80::1/64"))
    await one.releasePool("a")
    expect(await two.pool("c")).toEqual(pool("c", "10.80.0.0/24", "10.80.0.1/24"))
  })

  it("gets the pool of that name on every node", async () => {
    const { one, two } = setUp()
    const asked = { Pool: "10.81.0.0/16", SubPool: "10.81.128.0/17" }
    const found = pool("a", "10.81.0.0/16", "10.81.0.1/16")
    expect(await one.pool("a", asked)).toEqual(found)
    expect(await two.pool("a", asked)).toEqual(found)
    expect(await two.pool("a")).toEqual(found)
  })

  it.each([
    ["names no network", "", {}, "Network can't be nil: name the pool"],
    ["names one badly", "a/b", {}, 'Network "a/b" is invalid'],
    ["has a range and no subnet", "b", { SubPool: "10.1.0.0/24" }, "IPRange 10.1.0.0/24 without"],
    ["has a range elsewhere", "b", { Pool: "10.1.0.0/16", SubPool: "10.2.0.0/24" }, "IPRange 10.2"],
    [
      "has a range without a host",
      "b",
      { Pool: "10.1.0.0/24", SubPool: "10.1.0.0/31" },
      "IPRange 10.1.0.0/31 has no address for a container: the first and last",
    ],
    [
      "has the routers' address for a range",
      "b",
      { Pool: "fd01::/64", SubPool: "fd01::/127", V6: true },
      "IPRange fd01::/127 has no address for a container",
    ],
    ["has host bits", "b", { Pool: "10.1.2.3/16" }, "did you mean 10.1.0.0/16?"],
    ["is too small", "b", { Pool: "10.1.2.0/31" }, "Subnet is invalid: Network 10.1.2.0/31 too"],
    ["is no subnet", "b", { Pool: "10.1" }, "Invalid request body: Pool: invalid CIDR"],
    ["is of the other family", "b", { Pool: "10.1.0.0/16", V6: true }, "10.1.0.0/16 is IPv4, but"],
    ["overlaps", "b", { Pool: "10.80.0.0/16" }, "Conflict with network 10.80.0.0/24: choose"],
    ["differs", "a", { Pool: "10.9.0.0/16" }, "pool a exists with subnet 10.80.0.0/24, requested"],
    [
      "differs in the range",
      "a",
      { Pool: "10.80.0.0/24", SubPool: "10.80.0.0/25" },
      "pool a exists with no ip-range, requested 10.80.0.0/25",
    ],
  ])("is refused when it %s, and leaves nothing", async (_, network, more, sentence) => {
    const { store, one, two } = setUp()
    await one.pool("a")
    const before = await contentOf(store)
    expect(await two.pool(network, more)).toMatchObject({
      Error: expect.stringContaining(sentence),
    })
    expect(await contentOf(store)).toEqual(before)
  })

  it("is refused when the supernet is full", async () => {
    const { one } = setUp()
    await one.pool("a", { Pool: "10.64.0.0/10" })
    expect(await one.pool("b")).toEqual({
      Error: expect.stringContaining("supernet 10.80.0.0/12 is exhausted"),
    })
  })

  it.each([
    ["the same", "a", "10.90.0.0/16", 8],
    ["overlapping", "b", "10.90.128.0/17", 4],
  ])(
    "made by eight nodes at once with %s subnets has one outcome",
    async (_, other, subnet, all) => {
      const store = memoryStore()
      const wishes = Array.from({ length: 8 }, (_, index) => ({
        driver: testDriver(store, `n${index}`),
        ...(index % 2 === 0 ? { name: "a", Pool: "10.90.0.0/16" } : { name: other, Pool: subnet }),
      }))
      const answers = await Promise.all(
        wishes.map(({ driver, name, Pool }) => driver.pool(name, { Pool })),
      )
      const given = answers.filter((answer) => "Pool" in answer)
      expect(new Set(given.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(given).toHaveLength(all)
      for (const [index, { driver, name }] of wishes.entries())
        if ("Pool" in (answers[index] ?? {})) await driver.releasePool(name)
      expect(await contentOf(store)).toEqual([])
    },
  )

  it("made by many nodes at once without subnets gives each its own", async () => {
    const store = memoryStore()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => testDriver(store, `n${index}`).pool(`p${index}`)),
    )
    expect(new Set(answers.map((answer) => ("Pool" in answer ? answer.Pool : answer))).size).toBe(
      20,
    )
  })
})

describe("a pool", () => {
  it("goes with the last request of the last node, and takes all with it", async () => {
    const { store, one, two } = setUp()
    await one.pool("a")
    await one.pool("a")
    await two.pool("a")
    await one.address("a")
    await one.gateway("a", "10.80.0.254")
    for (const node of [one, one, two]) {
      expect(await contentOf(store)).toContain("pools/a")
      expect(await node.releasePool("a")).toEqual({})
    }
    expect(await contentOf(store)).toEqual([])
    expect(await two.releasePool("a")).toMatchObject({
      Error: expect.stringContaining("not found"),
    })
  })

  it("goes when its last nodes leave at once", async () => {
    const { store, one, two } = setUp()
    for (const node of [one, two]) await node.pool("a")
    await Promise.all([one.releasePool("a"), two.releasePool("a")])
    expect(await contentOf(store)).toEqual([])
  })

  it("stays when a node joins in the moment in which the last one leaves", async () => {
    const { store, one, two } = setUp()
    await one.pool("a")
    const events = [() => two.pool("a")]
    const { commit } = store.documents
    const disturbed = testDriver(
      {
        ...store,
        documents: {
          ...store.documents,
          commit: (changes) => async () => {
            await events.pop()?.()
            return commit(changes)()
          },
        },
      },
      "n1",
    )
    expect(await disturbed.releasePool("a")).toEqual({})
    expect(await contentOf(store)).toEqual(["pools/a", "subnets/10.80.0.0", "pool-nodes/a/n2"])
    expect(await two.address("a")).toBe("10.80.0.2/24")
  })

  it("is counted once however often Docker starts, and not less when the driver does", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    await one.pool("a")
    const next = testDriver(store, "n1")
    await next.pool("a")
    for (const _ of [1, 2]) await next.releasePool("a")
    expect(await contentOf(store)).toContain("pools/a")
    for (const _ of [1, 2]) {
      await next.activate()
      await next.pool("a", { Pool: "10.80.0.0/24" })
      await next.gateway("a", "10.80.0.1")
    }
    await next.releasePool("a")
    expect(await contentOf(store)).toEqual([])
  })

  it("is asked for again by each network that had it before Docker started", async () => {
    const { store, one } = setUp()
    for (const _ of [1, 2]) await one.pool("a", { Pool: "10.9.0.0/24" })
    await one.activate()
    for (const _ of [1, 2]) {
      await one.pool("a", { Pool: "10.9.0.0/24" })
      await one.gateway("a", "10.9.0.1")
    }
    await one.pool("a", { Pool: "10.9.0.0/24" })
    await one.gateway("a", "10.9.0.1")
    for (const _ of [1, 2]) await one.releasePool("a")
    expect(await contentOf(store)).toContain("pools/a")
    await one.releasePool("a")
    expect(await contentOf(store)).toEqual([])
  })

  it("that vanished with its leases is made anew without them", async () => {
    const { store, one } = setUp()
    await one.pool("a", { Pool: "10.9.0.0/29" })
    await one.address("a", "10.9.0.2")
    const all = await store.documents.list(["pools"])()
    if (all._tag === "Right")
      await store.documents.commit(
        all.right.map(({ key, version }) => ({ key, expected: some(version), value: none })),
      )()
    expect(await one.pool("a", { Pool: "10.10.0.0/29" })).toMatchObject({ Pool: "10.10.0.0/29" })
    expect(await contentOf(store)).not.toContain("a 10.9.0.2")
  })
})

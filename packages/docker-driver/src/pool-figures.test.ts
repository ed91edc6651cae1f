import type { Store } from "@cni-ipam/core"
import { memoryStore } from "@cni-ipam/core"
import { none, some } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { poolFigures } from "./pool-figures.js"
import { testDriver } from "./test/driver.js"

const broken = TE.left({
  _tag: "Unavailable",
  operation: "read",
  subject: "memory",
  reason: "it is broken",
} as const)

const setUp = async () => {
  const store = memoryStore()
  const [one, two] = [testDriver(store, "n1"), testDriver(store, "n2")]
  await one.pool("a", { Pool: "10.9.0.0/29" })
  await one.pool("a", { V6: true })
  await two.pool("a", { Pool: "10.9.0.0/29" })
  await two.pool("b")
  await one.address("a")
  await two.address("a")
  await one.gateway("a", "10.9.0.6")
  await one.address("a~6")
  return { store, one, two }
}

describe("the figures of a node's pools", () => {
  it("are those of the store, whatever the driver remembers", async () => {
    const { store, one, two } = await setUp()
    const look = poolFigures(store, "n1")
    expect(await look()).toEqual({
      count: 3,
      pools: [
        { pool: "a", used: 3, free: 2 },
        { pool: "a~6", used: 1, free: 2 ** 64 - 3 },
      ],
    })
    await one.releasePool("a~6")
    await two.release("a", "10.9.0.3")
    expect(await look()).toEqual({ count: 2, pools: [{ pool: "a", used: 2, free: 3 }] })
    expect((await poolFigures(store, "n3")())?.pools).toEqual([])
  })

  it("are not told where the store cannot be read", async () => {
    const { store } = await setUp()
    let isBroken = false
    const failing: Store = {
      ...store,
      leases: (query) => (isBroken ? broken : store.leases(query)),
    }
    const look = poolFigures(failing, "n1")
    expect((await look())?.pools).toHaveLength(2)
    isBroken = true
    expect(await look()).toEqual({ count: 3, pools: [] })
    const documents = { ...store.documents, list: () => broken }
    expect(await poolFigures({ ...store, documents }, "n1")()).toBeUndefined()
  })

  it("leave out pools that nobody can read", async () => {
    const { store } = await setUp()
    const change = { key: ["pools", "c"], expected: none, value: some("garbage") } as const
    await store.documents.commit([change])()
    expect(await poolFigures(store, "n1")()).toMatchObject({ count: 4, pools: [{}, {}] })
  })

  it("are had within seconds, and turn by turn where that is too short", async () => {
    const store = memoryStore()
    const driver = testDriver(store)
    const names = Array.from({ length: 7 }, (_, index) => `p${index}`)
    for (const name of names) await driver.pool(name)
    let seconds = 0
    const slow: Store = {
      ...store,
      leases: (query) => {
        seconds += 1
        return store.leases(query)
      },
    }
    const look = poolFigures(slow, "n1", () => seconds * 1000)
    const told = async () => (await look())?.pools.map(({ pool, used }) => `${pool} ${used}`)
    expect(await told()).toEqual(["p0 0", "p1 0"])
    await driver.address("p0")
    await driver.address("p2")
    expect(await told()).toEqual(["p0 0", "p1 0", "p2 1", "p3 0"])
    await look()
    expect(await told()).toEqual([
      "p0 1",
      ...names.slice(1).map((name) => `${name} ${name === "p2" ? 1 : 0}`),
    ])
  })

  it("are forgotten of a pool that is not used any more", async () => {
    const store = memoryStore()
    const driver = testDriver(store)
    for (const name of ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]) await driver.pool(name)
    let seconds = 0
    const slow: Store = {
      ...store,
      leases: (query) => {
        seconds += 1
        return store.leases(query)
      },
    }
    const look = poolFigures(slow, "n1", () => seconds * 1000)
    const told = async () => (await look())?.pools.map(({ pool }) => pool)
    expect(await told()).toEqual(["p0", "p1"])
    await driver.releasePool("p0")
    expect(await told()).toEqual(["p1", "p3", "p4"])
    await driver.pool("p0")
    expect(await told()).toEqual(["p1", "p3", "p4", "p5"])
  })

  describe("of a store that does not answer", () => {
    beforeEach(() => {
      vi.useFakeTimers()
    })
    afterEach(() => {
      vi.useRealTimers()
    })
    const never = () => new Promise<never>(() => undefined)

    it("are not told after two seconds", async () => {
      const { store } = await setUp()
      const documents = { ...store.documents, list: () => never }
      const seen = poolFigures({ ...store, documents }, "n1")().then((one) => ({ one }))
      await vi.advanceTimersByTimeAsync(1999)
      expect(await Promise.race([seen, "none"])).toBe("none")
      await vi.advanceTimersByTimeAsync(1)
      expect(await Promise.race([seen, "none"])).toEqual({ one: undefined })
    })

    it("are those of before, if it has said what pools there are", async () => {
      const { store } = await setUp()
      let isPaused = false
      const pausing: Store = {
        ...store,
        leases: (query) => (isPaused ? never : store.leases(query)),
      }
      const look = poolFigures(pausing, "n1")
      const before = await look()
      isPaused = true
      const seen = look()
      await vi.advanceTimersByTimeAsync(2000)
      expect(await Promise.race([seen, "none"])).toEqual(before)
    })
  })
})

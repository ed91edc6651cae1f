import { describe, expect, it } from "vitest"
import { details, eth0, ip, leased, rightOf, take, web } from "../test/samples.js"
import type { Lease } from "./lease.js"
import { memoryStore } from "./memory-store.js"

/** What every store promises is tested by the store-testkit; here is what it cannot see. */
describe("a memory store", () => {
  it("gives pages of a thousand where no limit is given", async () => {
    const store = memoryStore()
    for (let index = 0; index < 1001; index++)
      await take(store, eth0(`c${index}`), `10.0.${index >> 8}.${index & 255}`)
    const page = rightOf(await store.leases({ network: "lan" })())
    expect(page.leases).toHaveLength(1000)
    expect(page.next).toEqual({ _tag: "Some", value: ip("10.0.3.231") })
    expect(await leased(store)).toHaveLength(1001)
  })

  it("lets nobody's details change whose the lease is", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    const [old] = rightOf(await store.leases({ network: "lan" })()).leases
    const owner = eth0("c1")
    const { revision } = rightOf(await store.view({ network: "lan2", owner, rangeSets: [] })())
    const wanted = [{ rangeSet: "1", address: ip("10.0.0.3") }]
    await store.reserve({ network: "lan2", owner, revision, wanted, details: old ?? details })()
    const expected: Lease = {
      ...details,
      network: "lan2",
      owner,
      rangeSet: "1",
      address: ip("10.0.0.3"),
    }
    expect(rightOf(await store.leases({ network: "lan2" })()).leases).toEqual([expected])
  })

  it("shares nothing with another one", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    expect(await leased(memoryStore())).toEqual([])
  })

  it("does nothing before a task is run", async () => {
    const store = memoryStore()
    const { revision } = rightOf(await store.view({ network: "lan", owner: web, rangeSets: [] })())
    const wanted = [{ rangeSet: "0", address: ip("10.0.0.2") }]
    const reserve = store.reserve({ network: "lan", owner: web, revision, wanted, details })
    expect(await leased(store)).toEqual([])
    await reserve()
    expect(await leased(store)).toHaveLength(1)
  })
})

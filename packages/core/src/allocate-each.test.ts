import { describe, expect, it } from "vitest"
import { db, ip, leased, leftOf, pool, rightOf, take, web } from "../test/samples.js"
import { allocateEach } from "./allocate.js"
import { formatAddress } from "./format-address.js"
import { memoryStore } from "./memory-store.js"

const [first, second] = pool([{ subnet: "10.0.0.0/29" }], [{ subnet: "10.0.1.0/29" }]).rangeSets
if (first === undefined || second === undefined) throw new Error("two range sets are needed")

const request = { network: "lan", owner: web }

describe("an allocation for each of several wishes", () => {
  it("gives what is wished of each range set, and any address where nothing is", async () => {
    const wishes = [
      { rangeSet: first, requested: undefined },
      { rangeSet: second, requested: ip("10.0.1.5") },
    ]
    const given = rightOf(await allocateEach(memoryStore())({ ...request, wishes })())
    expect(given.map(({ lease }) => [lease.rangeSet, formatAddress(lease.address)])).toEqual([
      ["0", "10.0.0.2"],
      ["1", "10.0.1.5"],
    ])
  })

  it("refuses an address of another range set, and asks nobody", async () => {
    const wishes = [{ rangeSet: first, requested: ip("10.0.1.5") }]
    const store = { ...memoryStore(), view: () => () => Promise.reject(new Error("asked")) }
    const refused = leftOf(await allocateEach(store)({ ...request, wishes })())
    expect(refused).toEqual({ _tag: "NotInPool", addresses: [ip("10.0.1.5")] })
  })

  it("gives two addresses of two range sets that share all of theirs", async () => {
    const store = memoryStore()
    const wishes = [first, { ...first, id: "other" }].map((rangeSet) => ({
      rangeSet,
      requested: undefined,
    }))
    const given = rightOf(await allocateEach(store)({ ...request, wishes })())
    const addresses = new Set(given.map(({ lease }) => formatAddress(lease.address)))
    expect(addresses.size).toBe(2)
    expect(await leased(store)).toHaveLength(2)
  })

  it("gives nothing at all if one wish cannot be fulfilled", async () => {
    const store = memoryStore()
    await take(store, db, "10.0.1.5")
    const wishes = [
      { rangeSet: first, requested: undefined },
      { rangeSet: second, requested: ip("10.0.1.5") },
    ]
    const refused = leftOf(await allocateEach(store)({ ...request, wishes })())
    expect(refused).toMatchObject({ _tag: "Taken", address: ip("10.0.1.5") })
    expect(await leased(store)).toEqual(["10.0.1.5 db-1 (eth0)"])
  })
})

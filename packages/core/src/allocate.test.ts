import { describe, expect, it } from "vitest"
import { db, eth0, ip, leased, leftOf, pool, rightOf, take, web } from "../test/samples.js"
import type { AllocateRequest } from "./allocate.js"
import { allocate } from "./allocate.js"
import { explainAllocationError } from "./allocation-error.js"
import type { Allocation } from "./allocation-plan.js"
import { formatAddress } from "./format-address.js"
import { memoryStore } from "./memory-store.js"
import type { Store } from "./store.js"

const lan = pool([{ subnet: "10.0.0.0/29" }])
const dual = pool([{ subnet: "10.0.0.0/29" }], [{ subnet: "2001:db8::/125" }])

const formatAllocation = ({ lease, prefixLength, gateway }: Allocation): string =>
  `${formatAddress(lease.address)}/${prefixLength} via ${gateway._tag === "Some" ? formatAddress(gateway.value) : "nobody"}`

const given = async (store: Store, request: AllocateRequest): Promise<readonly string[]> =>
  rightOf(await allocate(store)(request)()).map(formatAllocation)

const refusal = async (store: Store, request: AllocateRequest): Promise<string> =>
  explainAllocationError(leftOf(await allocate(store)(request)()))

describe("an allocation", () => {
  it("gives one address of each range set, with prefix length and gateway of its range", async () => {
    const pieces = pool(
      [{ subnet: "10.0.0.0/30" }, { subnet: "10.0.1.0/24", gateway: "10.0.1.254" }],
      [{ subnet: "2001:db8::/64", gateway: "fe80::1" }],
    )
    const store = memoryStore()
    expect(await given(store, { pool: pieces, owner: web })).toEqual([
      "10.0.0.2/30 via 10.0.0.1",
      "2001:db8::1/64 via fe80::1",
    ])
    expect(await given(store, { pool: pieces, owner: db })).toEqual([
      "10.0.1.1/24 via 10.0.1.254",
      "2001:db8::2/64 via fe80::1",
    ])
  })

  it("records what is known of the holder", async () => {
    const store = memoryStore()
    const before = Date.now()
    const [bare] = rightOf(await allocate(store)({ pool: lan, owner: web })())
    expect(bare?.lease).toMatchObject({ network: "lan", rangeSet: "0", owner: web, node: "" })
    expect(bare?.lease.allocatedAt).toBeGreaterThanOrEqual(before)
    expect(bare?.lease.allocatedAt).toBeLessThanOrEqual(Date.now())
    const details = { node: "n1", allocatedAt: 7, mac: "02:00", podNamespace: "a", podName: "b" }
    const [full] = rightOf(await allocate(store)({ pool: lan, owner: db, details })())
    expect(full?.lease).toMatchObject(details)
  })

  it("goes round, and meets a released address only after all others", async () => {
    const store = memoryStore()
    const order: string[] = []
    for (let turn = 0; turn < 7; turn++) {
      order.push(...(await given(store, { pool: lan, owner: web })))
      await store.release({ network: "lan", owner: web })()
    }
    expect(order.map((text) => text.slice(0, 8))).toEqual(
      [2, 3, 4, 5, 6, 2, 3].map((last) => `10.0.0.${last}`),
    )
  })

  it("takes requested addresses as they are, and any others for the other sets", async () => {
    const store = memoryStore()
    const requested = [ip("2001:db8::5")]
    expect(await given(store, { pool: dual, owner: web, requested })).toEqual([
      "10.0.0.2/29 via 10.0.0.1",
      "2001:db8::5/125 via 2001:db8::1",
    ])
    expect(await given(store, { pool: dual, owner: db })).toEqual([
      "10.0.0.3/29 via 10.0.0.1",
      "2001:db8::6/125 via 2001:db8::1",
    ])
  })

  it("gives the broadcast address never, the last address of IPv6 at last", async () => {
    const small = pool(
      [{ subnet: "10.0.0.0/30" }],
      [{ subnet: "2001:db8::/126", rangeStart: "2001:db8::3" }],
    )
    const store = memoryStore()
    expect(await given(store, { pool: small, owner: web })).toEqual([
      "10.0.0.2/30 via 10.0.0.1",
      "2001:db8::3/126 via 2001:db8::1",
    ])
    expect(await refusal(store, { pool: small, owner: db })).toBe(
      "no IP addresses available in range set: 10.0.0.1-10.0.0.2",
    )
  })
})

describe("an allocation is refused", () => {
  it("when the owner holds an address of a set, unless it asks for another by name", async () => {
    const store = memoryStore()
    await given(store, { pool: lan, owner: web })
    expect(await refusal(store, { pool: lan, owner: web })).toBe(
      "10.0.0.2 has been allocated to web-1 (eth0), duplicate allocation is not allowed",
    )
    const requested = [ip("10.0.0.5")]
    expect(await given(store, { pool: lan, owner: web, requested })).toEqual([
      "10.0.0.5/29 via 10.0.0.1",
    ])
    expect(await leased(store)).toEqual(["10.0.0.2 web-1 (eth0)", "10.0.0.5 web-1 (eth0)"])
  })

  it("when a lease that names no interface holds an address of a set", async () => {
    const store = memoryStore()
    await take(store, { containerId: "web-1", ifname: "" }, "10.0.0.3")
    expect(await refusal(store, { pool: lan, owner: web })).toContain("10.0.0.3 has been allocated")
    expect(await given(store, { pool: lan, owner: db })).toEqual(["10.0.0.4/29 via 10.0.0.1"])
  })

  it("when it holds an address of one set, even if it asks by name for one of another", async () => {
    const store = memoryStore()
    await given(store, { pool: dual, owner: web })
    const requested = [ip("2001:db8::5")]
    expect(await refusal(store, { pool: dual, owner: web, requested })).toContain(
      "10.0.0.2 has been",
    )
  })

  it("but not for an address that it holds in no set of the pool", async () => {
    const store = memoryStore()
    await take(store, web, "192.0.2.1")
    expect(await given(store, { pool: lan, owner: web })).toEqual(["10.0.0.2/29 via 10.0.0.1"])
  })

  it("when a requested address is taken, and says by whom", async () => {
    const store = memoryStore()
    await take(store, db, "10.0.0.5")
    const requested = [ip("10.0.0.5")]
    expect(await refusal(store, { pool: lan, owner: web, requested })).toBe(
      "requested IP address 10.0.0.5 is not available in range set 10.0.0.1-10.0.0.6; it is held by db-1 (eth0)",
    )
  })

  it.each([
    ["10.0.0.1", "requested ip 10.0.0.1 is subnet's gateway"],
    ["10.0.0.4", "requested ip 10.0.0.4 is excluded from range set 10.0.0.1-10.0.0.6"],
    ["10.0.0.7", "failed to allocate all requested IPs: 10.0.0.7"],
    ["2001:db8::1", "failed to allocate all requested IPs: 2001:db8::1"],
  ])("when %s is requested: %s", async (text, sentence) => {
    const store = memoryStore()
    const some = pool([{ subnet: "10.0.0.0/29", exclude: ["10.0.0.4"] }])
    expect(await refusal(store, { pool: some, owner: web, requested: [ip(text)] })).toBe(sentence)
    expect(await leased(store)).toEqual([])
  })

  it("in all sets when one is exhausted, and changes nothing", async () => {
    const store = memoryStore()
    await take(store, db, ...[2, 3, 4, 5, 6, 7].map((last) => `2001:db8::${last}`))
    expect(await refusal(store, { pool: dual, owner: web })).toBe(
      "no IP addresses available in range set: 2001:db8::1-2001:db8::7",
    )
    expect(await leased(store)).toHaveLength(6)
    expect(await given(store, { pool: lan, owner: web })).toEqual(["10.0.0.2/29 via 10.0.0.1"])
  })

  it("when every range of a set is full, and names them all", async () => {
    const store = memoryStore()
    const ranges = [{ subnet: "10.0.0.0/30" }, { subnet: "10.0.1.0/30" }]
    const full = pool(ranges)
    for (const id of ["c1", "c2"]) await given(store, { pool: full, owner: eth0(id) })
    expect(await refusal(store, { pool: full, owner: web })).toBe(
      "no IP addresses available in range set: 10.0.0.1-10.0.0.2,10.0.1.1-10.0.1.2",
    )
  })
})

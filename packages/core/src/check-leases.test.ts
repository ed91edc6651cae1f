import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { db, ip, leftOf, pool, rightOf, take, web } from "../test/samples.js"
import { checkLeases, explainCheckError } from "./check-leases.js"
import { formatAddress } from "./format-address.js"
import { memoryStore } from "./memory-store.js"
import type { Store } from "./store.js"

const dual = pool([{ subnet: "10.0.0.0/29" }], [{ subnet: "2001:db8::/64" }])

const check = (store: Store, ...expected: readonly string[]) =>
  checkLeases(store)({ pool: dual, owner: web, expected: expected.map(ip) })()

const found = async (store: Store, ...expected: readonly string[]) =>
  rightOf(await check(store, ...expected)).map(({ address }) => formatAddress(address))

const refusal = async (store: Store, ...expected: readonly string[]) =>
  explainCheckError(leftOf(await check(store, ...expected)))

describe("a check", () => {
  it("succeeds while the owner holds all that it expects, and tells what it holds", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2", "2001:db8::2")
    expect(await found(store)).toEqual(["10.0.0.2", "2001:db8::2"])
    expect(await found(store, "2001:db8::2")).toEqual(["10.0.0.2", "2001:db8::2"])
  })

  it("does not ask about addresses outside the pool", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    expect(await found(store, "10.0.0.2", "192.0.2.9")).toEqual(["10.0.0.2"])
  })

  it("counts the leases of the container that name no interface", async () => {
    const store = memoryStore()
    await take(store, { containerId: "web-1", ifname: "" }, "10.0.0.2")
    expect(await found(store, "10.0.0.2")).toEqual(["10.0.0.2"])
  })

  it("fails when the owner holds nothing", async () => {
    const store = memoryStore()
    await take(store, db, "10.0.0.2")
    const sentence = "Failed to find address added by container web-1 (eth0)"
    expect(await refusal(store)).toBe(sentence)
    expect(await refusal(store, "10.0.0.2")).toBe(sentence)
  })

  it("fails when an expected address is not leased, or is somebody else's", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.2")
    await take(store, db, "2001:db8::2")
    expect(await refusal(store, "10.0.0.2", "10.0.0.3", "2001:db8::2")).toBe(
      "container web-1 (eth0) does not hold 10.0.0.3 2001:db8::2",
    )
  })

  it("fails in the words of a store that fails", async () => {
    const busy = TE.left({ _tag: "Busy" as const, subject: "/lan/lock", waitedMs: 5000 })
    const store: Store = { ...memoryStore(), view: () => busy }
    expect(await refusal(store)).toBe("/lan/lock was in use for 5000 ms; try again later")
  })
})

import { allocate, parseAddress, readPool } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { kvStore } from "./kv-store.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

const setUp = async () => {
  const server = memoryServer()
  const context = { node: "n1", warn: () => undefined }
  const store = kvStore(server.kv, plainLayout, { timeout: 5000 }, context)
  const pool = readPool("lan", [[{ subnet: "10.0.0.0/29" }]])
  const address = parseAddress("10.0.0.2")
  if (pool._tag === "Left" || address._tag === "None") throw new Error("no pool")
  await allocate(store)({ pool: pool.right, owner: { containerId: "c1", ifname: "eth0" } })()
  server.calls = 0
  return { server, store, query: { network: "lan", address: address.value, isAlone: true } }
}

describe("a release of an address whose holder has no other", () => {
  it("takes two round trips and leaves no entry of the holder", async () => {
    const { server, store, query } = await setUp()
    expect(await store.releaseAddress(query)()).toMatchObject({ right: { _tag: "Some" } })
    expect(server.calls).toBe(2)
    expect([...server.entries.keys()].filter((key) => !/cursors|scanned/.test(key))).toEqual([])
  })

  it("ends a lease too that an old program has made", async () => {
    const { server, store, query } = await setUp()
    server.put("lan/10.0.0.2", '{"id":"old"}')
    expect(await store.releaseAddress(query)()).toMatchObject({ right: { _tag: "Some" } })
    expect(server.entries.has("lan/10.0.0.2")).toBe(false)
  })

  it.each(["done", "not done"] as const)(
    "is sure of it when the answer is lost: %s",
    async (loss) => {
      const { server, store, query } = await setUp()
      server.losses.push(loss)
      expect(await store.releaseAddress(query)()).toMatchObject({ right: { _tag: "Some" } })
      expect(server.entries.has("lan/10.0.0.2")).toBe(false)
    },
  )
})

import { describe, expect, it } from "vitest"
import type { Kv } from "./kv.js"
import { kvStore } from "./kv-store.js"
import { eth0, newLan, rightOf } from "./test/lan.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

const cursor = ".index/networks/lan/cursors/0"

/** A network whose only container is gone. */
const abandoned = async (server = memoryServer()) => {
  const lan = newLan(server)
  await lan.add("c1")
  await lan.release(eth0("c1"))
  return lan
}

const forgotten = async ({ store }: Pick<ReturnType<typeof newLan>, "store">) =>
  rightOf(await store.forget("lan")())

describe("a network that is forgotten", () => {
  it("leaves no key behind", async () => {
    const lan = await abandoned()
    lan.server.put(".index/scanned/lan/n1", "")
    lan.server.put(".index/scanned/lan/n2", "")
    expect(lan.keys(cursor)).toHaveLength(1)
    expect(await forgotten(lan)).toBe(true)
    expect(lan.keys("")).toEqual([])
  })

  it("may have keys beside its leases that others keep there", async () => {
    const lan = await abandoned()
    lan.server.put("lan/readme", "text")
    expect(await forgotten(lan)).toBe(true)
    expect(lan.keys("")).toEqual(["lan/readme"])
  })

  it("leaves none of many keys behind, though one transaction has not room for all", async () => {
    const lan = await abandoned(memoryServer(8))
    for (let node = 0; node < 30; node++) lan.server.put(`.index/scanned/lan/n${node}`, "")
    expect(await forgotten(lan)).toBe(true)
    expect(lan.keys("")).toEqual([])
  })

  it.each([
    ["a lease that no list has", "lan/10.0.0.5", '{"ip":"10.0.0.5"}'],
    ["what may be one", "lan/10.0.0.5", "garbage"],
    ["a list", ".index/networks/lan/owners/c2/eth0", "garbage"],
  ])("must not have %s", async (_, key, value) => {
    const lan = await abandoned()
    lan.server.put(key, value)
    expect(await forgotten(lan)).toBe(false)
    expect(lan.keys(cursor)).toHaveLength(1)
  })

  it("must not be leased from meanwhile", async () => {
    const { server, keys } = await abandoned()
    const overtaken: Kv = {
      ...server.kv,
      commit: (steps, until) => {
        server.put(cursor, "10.0.0.4")
        return server.kv.commit(steps, until)
      },
    }
    const context = { node: "n1", warn: () => undefined }
    const store = kvStore(overtaken, plainLayout, { timeout: 5000 }, context)
    expect(await forgotten({ store })).toBe(false)
    expect(keys(cursor)).toHaveLength(1)
  })
})

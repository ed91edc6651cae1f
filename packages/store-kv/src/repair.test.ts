import { describe, expect, it } from "vitest"
import { eth0, newLan, rightOf } from "./test/lan.js"
import { memoryServer } from "./test/memory-kv.js"

const owners = ".index/networks/lan/owners/"

const repaired = async ({ store }: ReturnType<typeof newLan>) =>
  rightOf(await store.repair("lan")())

describe("a repair", () => {
  it("has nothing to do where nobody has changed anything", async () => {
    const lan = newLan()
    await lan.add("c1")
    const before = new Map(lan.server.entries)
    expect(await repaired(lan)).toEqual([])
    expect(lan.server.entries).toEqual(before)
  })

  it("takes off a list what a stranger has ended", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.entries.delete("lan/10.0.0.2")
    expect(await repaired(lan)).toEqual(["10.0.0.2 was listed as held by c1 (eth0), and is not"])
    expect(lan.keys(owners)).toEqual([])
    expect(await repaired(lan)).toEqual([])
  })

  it("puts on a list what no list has, which is then released", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.entries.delete(`${owners}c1/eth0`)
    expect(await repaired(lan)).toEqual(["10.0.0.2 was not listed as held by c1 (eth0)"])
    expect(await lan.release(eth0("c1"))).toEqual(["10.0.0.2"])
    expect(lan.keys("lan/")).toEqual([])
  })

  it("gives a lease to the owner that it names, where a stranger has changed it", async () => {
    const lan = newLan()
    await lan.add("c1")
    const lease = lan.server.entries.get("lan/10.0.0.2")?.value ?? ""
    lan.server.put("lan/10.0.0.2", lease.replace("c1", "c2"))
    expect(await repaired(lan)).toHaveLength(2)
    expect(await lan.release(eth0("c1"))).toEqual([])
    expect(await lan.release(eth0("c2"))).toEqual(["10.0.0.2"])
  })

  it("writes a list anew that cannot be read", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.put(`${owners}c1/eth0`, "garbage")
    expect(await repaired(lan)).toContain("wrote the unreadable list of what c1 (eth0) holds anew")
    expect(await lan.release(eth0("c1"))).toEqual(["10.0.0.2"])
  })

  it("leaves a lease alone that cannot be read: it may be anybody's", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.put("lan/10.0.0.2", "garbage")
    expect(await repaired(lan)).toEqual([])
    expect(lan.server.entries.get("lan/10.0.0.2")?.value).toBe("garbage")
    expect(lan.keys(owners)).toHaveLength(1)
  })

  it("changes nothing where somebody is at work, and says nothing then", async () => {
    const lan = newLan()
    await lan.add("c1")
    lan.server.entries.delete("lan/10.0.0.2")
    const { kv } = lan.server
    const busy = newLan({
      ...lan.server,
      kv: {
        ...kv,
        commit: (steps, until) => async () => {
          lan.server.put(`${owners}c1/eth0`, "by somebody else")
          return kv.commit(steps, until)()
        },
      },
    })
    expect(await repaired(busy)).toEqual([])
    expect(lan.server.entries.get(`${owners}c1/eth0`)?.value).toBe("by somebody else")
  })

  it("comes to an end, in turns, where more is wrong than fits into a transaction", async () => {
    const lan = newLan(memoryServer(8))
    for (let last = 10; last < 30; last++) lan.putLegacy(`10.0.0.${last}`, "hoarder")
    const sentences: string[] = []
    for (let turn = 0; turn < 4; turn++) sentences.push(...(await repaired(lan)))
    expect(sentences).toHaveLength(20)
    for (const key of lan.keys("lan/")) lan.server.entries.delete(key)
    for (let turn = 0; turn < 4; turn++) sentences.push(...(await repaired(lan)))
    expect(sentences).toHaveLength(40)
    expect(lan.keys(owners)).toEqual([])
  })
})

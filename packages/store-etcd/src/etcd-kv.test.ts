import { deadlineIn, kvStore } from "@cni-ipam/store-kv"
import { storeConformance } from "@cni-ipam/store-testkit"
import { describe, expect, it } from "vitest"
import { etcdKv } from "./etcd-kv.js"
import { etcdLayout } from "./etcd-layout.js"
import { openSession } from "./session.js"
import type { MemoryEtcd } from "./test/memory-etcd.js"
import { memoryEtcd } from "./test/memory-etcd.js"

const kvOf = ({ transport }: MemoryEtcd) =>
  etcdKv([openSession("http://a:2379", transport, undefined)])
const soon = () => deadlineIn(5000)

const servers = new Map<string, MemoryEtcd>()

storeConformance({
  name: "etcd",
  open: async (place) => {
    const server = servers.get(place) ?? memoryEtcd()
    servers.set(place, server)
    return kvStore(
      kvOf(server),
      etcdLayout("/etcd-cni/networks/"),
      { timeout: 5000 },
      { node: "n1", warn: () => undefined },
    )
  },
  cleanUp: async (place) => {
    servers.delete(place)
  },
  capabilities: { persistent: true, exactCandidates: false },
})

const seeded = (count: number) => {
  const server = memoryEtcd()
  for (let index = 0; index < count; index++)
    server.put(`a/${`${index}`.padStart(5, "0")}`, `${index}`)
  server.put("b", "behind")
  server.put("Z", "before")
  return server
}

describe("a long listing", () => {
  it("comes in pages, all of them as it was at the first", async () => {
    const server = seeded(4500)
    server.afterEach = () => server.put("a/99999", "new")
    const result = await kvOf(server).entries("a/", soon())()
    expect(result).toMatchObject({ _tag: "Right" })
    if (result._tag === "Left") return
    expect(result.right).toHaveLength(4500)
    expect(new Set(result.right.map(({ key }) => key)).size).toBe(4500)
    expect(result.right.at(-1)).toMatchObject({ key: "a/04499", value: "4499" })
    expect(server.asked).toHaveLength(3)
  })

  it("of keys leaves the values out", async () => {
    const server = seeded(20)
    const result = await kvOf(server).keys("a/", soon())()
    expect(result).toMatchObject({ right: { length: 20, 0: "a/00000" } })
    expect(server.asked).toMatchObject([{ success: [{ keysOnly: true }] }])
  })

  it("begins anew when its state is compacted away meanwhile", async () => {
    const server = seeded(4500)
    server.afterEach = () => {
      server.afterEach = () => undefined
      server.put("a/00000/new", "new")
      server.compact()
    }
    const result = await kvOf(server).entries("a/", soon())()
    expect(result).toMatchObject({ right: { length: 4501 } })
    // One page, one refusal, three pages.
    expect(server.asked).toHaveLength(5)
  })

  it("goes on behind a key that is no text", async () => {
    const server = memoryEtcd()
    const strange = Buffer.from([0x61, 0x2f, 0xff, 0xfe])
    const put = { _tag: "Put", key: strange, value: Buffer.of(0xff) } as const
    await server.transport.txn({ compare: [], success: [put], failure: [] }, 1000, undefined)()
    for (let index = 0; index < 2100; index++) server.put(`a/${"é".repeat(index % 3)}${index}`, "")
    expect(await kvOf(server).entries("a/", soon())()).toMatchObject({ right: { length: 2101 } })
  })
})

describe("the names in a folder", () => {
  it("are found without reading what is in them", async () => {
    const server = seeded(3000)
    for (const key of ["n/a", "n/b/used/1", "n/b/used/2", "n/b!", "n/c/", "n/d/x/y/z"])
      server.put(key, "")
    for (let index = 0; index < 500; index++) server.put(`n/b/used/x${index}`, "")
    const result = await kvOf(server).children("n/", soon())()
    expect(result).toEqual({ _tag: "Right", right: ["a", "b!", "b/", "c/", "d/"] })
    expect(server.asked).toHaveLength(2)
    expect(await kvOf(server).children("nothing/", soon())()).toEqual({ _tag: "Right", right: [] })
  })
})

describe("a transaction", () => {
  it("that is refused tells which keys were not as expected", async () => {
    const server = memoryEtcd()
    server.put("a", "1")
    server.put("b", "1")
    const outcome = await kvOf(server).commit(
      [
        { _tag: "Put", key: "new", value: "1", ifVersion: 0 },
        { _tag: "Put", key: "a", value: "2", ifVersion: 2 },
        { _tag: "Check", key: "b", ifVersion: 2 },
        { _tag: "Delete", key: "c", ifVersion: 7 },
        { _tag: "Put", key: "d", value: "unguarded" },
        { _tag: "Check", key: "e", ifVersion: "present" },
      ],
      soon(),
    )()
    expect(outcome).toEqual({ _tag: "Right", right: { _tag: "Refused", keys: ["b", "c", "e"] } })
    const all = await kvOf(server).read({ keys: ["a", "new"], prefixes: ["d"] }, soon())()
    expect(all).toEqual({ _tag: "Right", right: [{ key: "a", value: "1", version: 2 }] })
  })

  it("reads more keys than one has room for in several", async () => {
    const server = seeded(300)
    const keys = Array.from({ length: 300 }, (_, index) => `a/${`${index}`.padStart(5, "0")}`)
    expect(await kvOf(server).read({ keys, prefixes: ["b"] }, soon())()).toMatchObject({
      right: { length: 301 },
    })
  })
})

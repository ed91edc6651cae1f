/** The commands, on pools in memory. */
import { describe, expect, it } from "vitest"
import { add } from "./add.js"
import { check } from "./check.js"
import { del } from "./del.js"
import { gc } from "./gc.js"
import { status } from "./status.js"
import { memoryKv } from "./test/memory-kv.js"
import { callOn, outcomeOf } from "./test/memory-pools.js"

const site = (pools: Readonly<Record<string, string>>) => {
  const memory = memoryKv()
  for (const [pool, subnet] of Object.entries(pools))
    memory.put(`ipam/${pool}`, JSON.stringify([{ subnet }]))
  const call = async (
    ...args: Parameters<typeof callOn> extends [unknown, ...infer Rest] ? Rest : never
  ) => outcomeOf(await callOn(memory, ...args))
  return { memory, call }
}

const holder = (value: string | undefined): unknown => {
  const json: unknown = JSON.parse(value ?? "null")
  return typeof json === "object" && json !== null && "target" in json ? json.target : undefined
}

describe("a pool", () => {
  it("gives each container an address, and takes it back", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    const pools = [{ name: "web" }]
    expect(await call(add, { containerId: "a", pools })).toBe("10.0.0.1")
    expect(await call(add, { containerId: "b", pools })).toBe("10.0.0.2")
    expect(await call(add, { containerId: "a", pools })).toBe(121)
    expect(await call(del, { containerId: "a", pools })).toBe("")
    expect(memory.keys("ipam/web/")).toEqual(["ipam/web/10.0.0.2"])
  })

  it("is full when it is, which STATUS knows before", async () => {
    const { call } = site({ web: "10.0.0.0/30" })
    const pools = [{ name: "web" }]
    expect(await call(status, { pools })).toBe("")
    for (const containerId of ["a", "b"]) await call(add, { containerId, pools })
    expect(await call(add, { containerId: "c", pools })).toBe(122)
    expect(await call(status, { pools })).toBe("NoAddressLeft")
    expect(await call(status, { pools: [{ name: "web", "requested-ip": "10.0.0.1" }] })).toBe("")
  })

  it("that ADD would refuse is not ready for STATUS, whatever the reason", async () => {
    const { memory, call } = site({ web: "10.0.0.0/30" })
    expect(await callOn(memory, status, { pools: [{ name: "none" }] })).toMatchObject({
      left: { code: 50, msg: "the pool none does not exist", details: "define it in ipam/none" },
    })
    memory.put("ipam/web/10.0.0.2", "text")
    expect(await call(status, { pools: [{ name: "web" }] })).toBe(50)
    expect(await call(status, { pools: "web" })).toBe(117)
  })

  it("must be defined, and must be all there is in its folder", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    expect(await call(add, { pools: [{ name: "none" }] })).toBe(114)
    memory.put("ipam/web/note", "text")
    expect(await call(add, { pools: [{ name: "web" }] })).toBe(117)
  })
})

describe("a requested address", () => {
  const wish = [{ name: "web", "requested-ip": "10.0.0.3" }]

  it("is taken from its holder with a warning, and not given back by that one's DEL", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    const warnings: string[] = []
    await call(add, { containerId: "a", pools: wish, warnings })
    expect(warnings).toEqual([])
    expect(await call(add, { containerId: "b", pools: wish, warnings })).toBe("10.0.0.3")
    expect(warnings).toEqual(["ipam/web/10.0.0.3 is taken from a (eth0) for b (eth0)"])
    expect(await call(del, { containerId: "a", pools: wish })).toBe("")
    expect(holder(memory.get("ipam/web/10.0.0.3"))).toBe("b")
    expect(memory.keys("ipam/.cni-ipam/networks/lan/owners/a")).toEqual([])
  })

  it("leaves the list of its former holder with it, so that GC has nothing to mend", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29", db: "10.1.0.0/29" })
    const both = [...wish, { name: "db" }]
    await call(add, { containerId: "a", pools: both })
    await call(add, { containerId: "b", pools: wish })
    const list = memory.get("ipam/.cni-ipam/networks/lan/owners/a/eth0")
    expect(list).not.toContain("10.0.0.3")
    expect(list).toContain("10.1.0.1")
    const valid = ["a", "b"].map((containerID) => ({ containerID, ifname: "eth0" }))
    const warnings: string[] = []
    const input = { "cni.dev/valid-attachments": valid }
    expect(await call(gc, { input, warnings })).toBe("")
    expect(warnings).toEqual([])
    expect(await call(del, { containerId: "a", pools: both })).toBe("")
    expect(memory.keys("ipam/db/")).toEqual([])
    expect(memory.keys("ipam/web/")).toEqual(["ipam/web/10.0.0.3"])
  })

  it("is taken all the same where the former holder's list changes meanwhile", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    await call(add, { containerId: "a", pools: wish })
    const list = "ipam/.cni-ipam/networks/lan/owners/a/eth0"
    const text = memory.get(list) ?? ""
    memory.beforeCommit = () => memory.put(list, text)
    expect(await call(add, { containerId: "b", pools: wish })).toBe("10.0.0.3")
    memory.beforeCommit = () => {}
    expect(memory.get(list)).toBe(text)
    expect(await call(del, { containerId: "a", pools: wish })).toBe("")
    expect(holder(memory.get("ipam/web/10.0.0.3"))).toBe("b")
  })

  it("is at no time free, and is taken from whoever has it in the end", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    await call(add, { containerId: "a", pools: wish })
    let turns = 0
    const seen: unknown[] = []
    memory.beforeCommit = () => {
      seen.push(holder(memory.get("ipam/web/10.0.0.3")))
      if (turns++ < 2) memory.put("ipam/web/10.0.0.3", `{"target": "thief-${turns}"}`)
    }
    const warnings: string[] = []
    expect(await call(add, { containerId: "b", pools: wish, warnings })).toBe("10.0.0.3")
    expect(seen).toEqual(["a", "thief-1", "thief-2"])
    expect(warnings).toEqual(["ipam/web/10.0.0.3 is taken from thief-2 for b (eth0)"])
  })

  it("is refused where it must not be taken", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    await call(add, { containerId: "a", pools: wish })
    const pools = wish.map((pool) => ({ ...pool, takeover: false }))
    expect(await call(add, { containerId: "b", pools })).toBe(123)
    expect(holder(memory.get("ipam/web/10.0.0.3"))).toBe("a")
  })

  it("of the container itself is one lease, however often it is asked for", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    for (const _ of [1, 2, 3]) expect(await call(add, { pools: wish })).toBe("10.0.0.3")
    expect(await call(del, { pools: wish })).toBe("")
    expect(memory.keys("ipam/")).toEqual(["ipam/web", "ipam/.cni-ipam/networks/lan/cursors/web"])
  })
})

describe("several pools", () => {
  const pools = [{ name: "web" }, { name: "db" }]

  it("give an address each, or none", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29", db: "10.1.0.0/30" })
    for (const containerId of ["a", "b"]) await call(add, { containerId, pools })
    expect(await call(add, { containerId: "c", pools })).toBe(122)
    expect(memory.keys("ipam/web/")).toHaveLength(2)
  })

  it("must not share addresses", async () => {
    const { call } = site({ web: "10.0.0.0/24", db: "10.0.0.0/29" })
    expect(await call(add, { pools })).toBe(117)
  })

  it("are freed one by one, or all where none is named", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29", db: "10.1.0.0/29" })
    await call(add, { pools })
    await call(del, { pools: [{ name: "db" }] })
    expect([memory.keys("ipam/web/"), memory.keys("ipam/db/")]).toEqual([["ipam/web/10.0.0.1"], []])
    await call(del)
    expect(memory.keys("ipam/web/")).toEqual([])
  })
})

describe("a result of an old version", () => {
  it.each(["0.1.0", "0.2.0"] as const)(
    "%s has room for one pool of each family",
    async (version) => {
      const { memory, call } = site({ web: "10.0.0.0/29", db: "10.1.0.0/29", six: "fd00::/64" })
      const two = [{ name: "web" }, { name: "db" }]
      expect(await call(add, { version, pools: two })).toBe("TooManyOfAFamily")
      expect(memory.keys("ipam/.cni-ipam/")).toEqual([])
      const mixed = [{ name: "web" }, { name: "six" }]
      expect((await callOn(memory, add, { version, pools: mixed }))._tag).toBe("Right")
    },
  )
})

describe("what the runtime tells", () => {
  const pools = [{ name: "web" }]
  const pod = "IgnoreUnknown=1;MAC=00:00:00:00:00:06;K8S_POD_NAME=p1;K8S_POD_NAMESPACE=ns1"

  it("is recorded in the lease, whose target stays what it is", async () => {
    const { memory, call } = site({ web: "10.0.0.0/29" })
    await call(add, { pools, args: pod })
    expect(JSON.parse(memory.get("ipam/web/10.0.0.1") ?? "null")).toMatchObject({
      target: "c1",
      mac: "00:00:00:00:00:06",
      podNamespace: "ns1",
      podName: "p1",
    })
    const input = { runtimeConfig: { mac: "00:00:00:00:00:05" }, prevResult: { pools } }
    await call(add, { containerId: "c2", input, args: pod })
    expect(memory.get("ipam/web/10.0.0.2")).toContain('"mac":"00:00:00:00:00:05"')
  })

  it("is an error that ADD, CHECK and DEL report, if it cannot be read", async () => {
    const { call } = site({ web: "10.0.0.0/29" })
    for (const command of [add, check, del]) {
      expect(await call(command, { pools, args: "IP" })).toBe("BadPair")
      expect(await call(command, { pools, args: "IP=x" })).toBe("BadValue")
      expect(await call(command, { pools, args: "K8S_POD_NAME=p1" })).toBe("UnknownArgs")
      const input = { args: { cni: { mac: "x" } }, prevResult: { pools } }
      expect(await call(command, { input })).toBe("Decode")
    }
  })

  it("may be an address, which is leased from the pool that has it and taken from nobody", async () => {
    const { call } = site({ web: "10.0.0.0/29", db: "10.1.0.0/29" })
    const both = [{ name: "db" }, { name: "web" }]
    expect(await call(add, { pools, args: "IP=10.0.0.4" })).toBe("10.0.0.4")
    expect(await call(add, { containerId: "c2", pools, args: "IP=10.0.0.4" })).toBe(123)
    expect(await call(add, { containerId: "c2", pools, args: "IP=10.0.0.7" })).toBe(124)
    expect(await call(add, { containerId: "c2", pools, args: "IP=10.9.0.4" })).toBe(124)
    const ips = ["10.0.0.5", "10.1.0.5"]
    const input = { args: { cni: { ips } }, prevResult: { pools: both } }
    expect(await call(add, { containerId: "c2", input })).toBe("10.1.0.5")
  })

  it("gives way to what the pool itself requests, unless it is the same", async () => {
    const { call } = site({ web: "10.0.0.0/29" })
    const wish = [{ name: "web", "requested-ip": "10.0.0.3" }]
    expect(await call(add, { pools: wish, args: "IP=10.0.0.4" })).toBe(124)
    expect(await call(add, { pools: wish, args: "IP=10.0.0.3" })).toBe("10.0.0.3")
  })
})

describe("CHECK", () => {
  it("demands every address of the result, in the pools that are named", async () => {
    const { call } = site({ web: "10.0.0.0/29" })
    const checked = (address: string, name = "web") =>
      call(check, {
        input: { prevResult: { ips: [{ address }], pools: [{ name }] } },
      })
    expect(await checked("10.0.0.1/29")).toBe(126)
    await call(add, { pools: [{ name: "web" }] })
    expect(await checked("10.0.0.1/29")).toBe("")
    expect(await checked("10.0.0.2/29")).toBe(126)
    expect(await checked("10.0.0.1/29", "db")).toBe(126)
  })
})

describe("GC", () => {
  it("ends what is this node's and this network's, and leaves other plugins' leases", async () => {
    const { memory, call } = site({ web: "10.0.0.0/28" })
    memory.put("ipam/web/10.0.0.9", '{"target": "old"}')
    const pools = [{ name: "web" }]
    await call(add, { containerId: "mine", pools })
    await call(add, { containerId: "valid", pools })
    await call(add, { containerId: "elsewhere", pools, node: "n2" })
    await call(add, { containerId: "other", pools, network: "other" })
    const input = { "cni.dev/valid-attachments": [{ containerID: "valid", ifname: "eth0" }] }
    expect(await call(gc, { input })).toBe("")
    const left = memory.keys("ipam/web/").map((key) => holder(memory.get(key)))
    expect(left.toSorted()).toEqual(["elsewhere", "old", "other", "valid"])
  })

  it("reports what is named like an address and is no lease, and nothing else", async () => {
    const { memory, call } = site({ web: "10.0.0.0/28" })
    for (const key of ["note", "x/y", "010.0.0.3"]) memory.put(`ipam/web/${key}`, "text")
    const input = { "cni.dev/valid-attachments": [] }
    expect(await call(gc, { input })).toBe("")
    memory.put("ipam/web/10.0.0.9", "text")
    expect(await callOn(memory, gc, { input })).toMatchObject({
      left: { code: 117, details: "ipam/web/10.0.0.9 holds no lease" },
    })
    expect(memory.get("ipam/web/10.0.0.9")).toBe("text")
  })
})

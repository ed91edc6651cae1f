/** Data shared with the first ipam-da-consul, which writes `{"target": …}` and nothing else. */
import { isIP } from "node:net"
import { afterAll, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, ask, get, holders, leases, putOld } = poolSite(bin, server)

const holding = (...addresses: readonly string[]) => ({
  fields: { prevResult: { ips: addresses.map((address) => ({ address: `${address}/24` })) } },
})

test("its leases are honoured, checked and released", async () => {
  await define("shared", [{ subnet: "10.70.0.0/24" }])
  for (const [address, id] of [
    ["10.70.0.1", "old-1"],
    ["10.70.0.2", "old-2"],
    ["10.70.0.4", "old-1"],
  ] as const)
    await putOld("shared", address, id)
  const pools = [{ name: "shared" }]
  for (const id of ["new-1", "new-2"])
    expect(["10.70.0.1", "10.70.0.2", "10.70.0.4", 122]).not.toContain(await get(id, ...pools))
  expect(await ask("CHECK", "old-1", pools, holding("10.70.0.1", "10.70.0.4"))).toMatchObject({
    exit: 0,
    said: "",
  })
  expect((await ask("CHECK", "old-1", pools, holding("10.70.0.2"))).answer).toMatchObject({
    code: 126,
  })
  expect((await ask("DEL", "old-1", pools)).exit).toBe(0)
  const left = Object.values(await holders("shared"))
  expect(left.toSorted()).toEqual(["new-1", "new-2", "old-2"])
  expect((await ask("DEL", "old-1", pools)).exit).toBe(0)
})

test("its leases are released in the pools that are named, and in no other", async () => {
  for (const pool of ["here", "there"]) {
    await define(pool, [{ subnet: pool === "here" ? "10.71.0.0/24" : "10.72.0.0/24" }])
    await putOld(pool, pool === "here" ? "10.71.0.9" : "10.72.0.9", "old")
  }
  await ask("DEL", "old", [{ name: "here" }])
  expect([await holders("here"), await holders("there")]).toEqual([{}, { "10.72.0.9": "old" }])
})

test("what it does to a lease of ours is noticed: gone, or another's", async () => {
  await define("meddled", [{ subnet: "10.73.0.0/24" }])
  const pools = [{ name: "meddled" }]
  expect([await get("a", ...pools), await get("b", ...pools)]).toEqual(["10.73.0.1", "10.73.0.2"])
  await server.admin.remove("ipam/meddled/10.73.0.1")
  await putOld("meddled", "10.73.0.2", "thief")
  for (const id of ["a", "b"]) {
    expect((await ask("CHECK", id, pools)).answer).toMatchObject({ code: 126 })
    expect(await ask("DEL", id, pools)).toMatchObject({ exit: 0, said: "" })
  }
  expect(await holders("meddled")).toEqual({ "10.73.0.2": "thief" })
  expect((await server.admin.list("ipam/.cni-ipam/networks/lan/owners/")).has("a")).toBe(false)
})

test("a lease of its making is released also where ours of the same container was lost", async () => {
  await define("both", [{ subnet: "10.74.0.0/24" }])
  const pools = [{ name: "both" }]
  expect(await get("c", ...pools)).toBe("10.74.0.1")
  await putOld("both", "10.74.0.1", "thief")
  await putOld("both", "10.74.0.8", "c")
  expect((await ask("DEL", "c", pools)).exit).toBe(0)
  expect(await holders("both")).toEqual({ "10.74.0.1": "thief" })
})

test("GC leaves its leases alone, and they are released afterwards as before", async () => {
  await define("kept", [{ subnet: "10.75.0.0/24" }])
  await putOld("kept", "10.75.0.1", "old")
  const fields = { "cni.dev/valid-attachments": [] }
  expect(await ask("GC", undefined, undefined, { fields })).toMatchObject({ exit: 0, said: "" })
  expect(await holders("kept")).toEqual({ "10.75.0.1": "old" })
  await server.admin.remove("ipam/kept/10.75.0.1")
  await putOld("kept", "10.75.0.2", "old")
  await ask("DEL", "old", [{ name: "kept" }])
  expect(await holders("kept")).toEqual({})
})

test("it can read all that we write in the folder of a pool", async () => {
  await define("readable", [{ subnet: "10.76.0.0/24" }, { subnet: "10.77.0.0/24" }])
  await define("readable6", [{ subnet: "fd76:0:0:1::/64" }])
  for (const id of ["a", "b", "c"]) await get(id, { name: "readable" }, { name: "readable6" })
  for (const pool of ["readable", "readable6"]) {
    const found = Object.entries(await leases(pool))
    expect(found).toHaveLength(3)
    for (const [key, { target }] of found) {
      expect(isIP(key)).toBeGreaterThan(0)
      expect(["a", "b", "c"]).toContain(target)
    }
  }
})

/** Leases of the original plugin, which are JSON with `ip`, `mac` and `id`. */
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
afterAll(server.release)

const lan = (name: string, ipam: Fields = {}) =>
  network(bin, {
    name,
    ipam: { type: "consul", ...addressOf(server.url), subnet: "10.0.0.0/24", ...ipam },
  })

const legacy = (ip: string, id: string) => JSON.stringify({ ip, mac: "00:00:00:00:00:00", id })

const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

describe.each(["", "cni-ipam/", "a/b/"])("with the prefix %j", (prefix) => {
  const name = "old"
  const call = lan(name, { prefix })
  const key = (ip: string) => `${prefix}${name}/${ip}`

  test("they are honoured, checked and released", async () => {
    const definition = '{"gw":"","net":"10.0.0.0/24","start":"","end":"","routes":null}'
    await server.admin.put(`${prefix}${name}`, definition)
    for (const [ip, id] of [
      ["10.0.0.2", "old-1"],
      ["10.0.0.3", "old-2"],
      ["10.0.0.10", "old-1"],
    ] as const)
      await server.admin.put(key(ip), legacy(ip, id))
    const added = await call("ADD", "new")
    const [own = ""] = addressesIn(added.answer).map((address) => address.replace("/24", ""))
    expect(["10.0.0.2", "10.0.0.3", "10.0.0.10", ""]).not.toContain(own)
    expect((await call("ADD", "x", { args: "IP=10.0.0.10" })).answer).toMatchObject({ code: 123 })
    const prevResult = { ips: [{ address: "10.0.0.2/24" }] }
    expect((await call("CHECK", "old-1", { fields: { prevResult } })).said).toBe("")
    expect((await call("CHECK", "old-2", { fields: { prevResult } })).answer).toMatchObject({
      code: 126,
    })
    expect((await call("DEL", "old-1")).exit).toBe(0)
    expect(await keys(`${prefix}${name}/`)).toEqual([key("10.0.0.3"), key(own)].sort())
    expect(await server.admin.get(`${prefix}${name}`)).toBe(definition)
    expect((await call("DEL", "old-2")).exit).toBe(0)
    expect((await call("DEL", "new")).exit).toBe(0)
    expect(await keys(`${prefix}${name}/`)).toEqual([])
  })

  test("GC leaves them alone: it does not know whose node they are of", async () => {
    await server.admin.put(key("10.0.0.77"), legacy("10.0.0.77", "old-3"))
    const fields = { "cni.dev/valid-attachments": [] }
    expect((await call("GC", undefined, { fields })).exit).toBe(0)
    expect(await keys(`${prefix}${name}/`)).toEqual([key("10.0.0.77")])
    expect((await call("DEL", "old-3")).exit).toBe(0)
    expect(await keys(`${prefix}${name}/`)).toEqual([])
  })

  test("names that begin alike have nothing to do with each other", async () => {
    const names = ["net", "net1", "net.1", "net.1.2"]
    for (const one of names) {
      const { answer } = await lan(one, { prefix })("ADD", "same", { args: "IP=10.0.0.10" })
      expect(addressesIn(answer)).toEqual(["10.0.0.10/24"])
    }
    expect(addressesIn((await lan("net", { prefix })("ADD", "b")).answer)).toEqual(["10.0.0.11/24"])
    const one = await lan("net", { prefix })("ADD", "c", { args: "IP=10.0.0.100" })
    expect(addressesIn(one.answer)).toEqual(["10.0.0.100/24"])
    expect((await lan("net", { prefix })("DEL", "same")).exit).toBe(0)
    expect(await keys(`${prefix}net/`)).toEqual([
      `${prefix}net/10.0.0.100`,
      `${prefix}net/10.0.0.11`,
    ])
    const fields = { "cni.dev/valid-attachments": [] }
    expect((await lan("net", { prefix })("GC", undefined, { fields })).exit).toBe(0)
    expect(await keys(`${prefix}net/`)).toEqual([])
    for (const other of names.slice(1))
      expect(await keys(`${prefix}${other}/`)).toEqual([`${prefix}${other}/10.0.0.10`])
  })
})

test("10.0.0.1 is free where 10.0.0.10 and 10.0.0.100 are not", async () => {
  const call = lan("ten", { rangeStart: "10.0.0.1", gateway: "10.0.0.254" })
  for (const ip of ["10.0.0.10", "10.0.0.100"])
    expect((await call("ADD", `c${ip}`, { args: `IP=${ip}` })).exit).toBe(0)
  expect(addressesIn((await call("ADD", "c1", { args: "IP=10.0.0.1" })).answer)).toEqual([
    "10.0.0.1/24",
  ])
})

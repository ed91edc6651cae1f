/** Keys of others among the leases, and keys of ours that somebody has broken. */
import { afterAll, expect, test } from "vitest"
import { addressesIn, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startEtcd } from "../servers/etcd-server.js"

const bin = await builtPlugins("etcd")
const server = await startEtcd()
afterAll(server.release)

const root = "/etcd-cni/networks/"

const lan = (name: string) =>
  network(bin, {
    name,
    ipam: { type: "etcd", endpoints: server.url, subnet: "10.0.0.0/24", node: "n1" },
  })

const gcOf = (...ids: readonly string[]) => ({
  fields: {
    "cni.dev/valid-attachments": ids.map((containerID) => ({ containerID, ifname: "eth0" })),
  },
})

const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

test("values of others are in nobody's way, and stay as they are", async () => {
  const used = `${root}strange/used/`
  for (const [key, value] of [
    ["10.0.0.2", ""],
    ["10.0.0.3", "not a container"],
    ["10.0.0.4", "[]"],
    ["10.0.0.5", '{"id": 5}'],
    ["10.0.0.6", '{"id": ""}'],
    ["10.0.0.7", "\u0001\uFFFD"],
    ["readme.txt", "hello"],
    ["10.0.0.0/24", "a subnet"],
    ["010.0.0.8", "0123abcdef"],
    ["sub/10.0.0.9", "0123abcdef"],
    ["", "a folder"],
  ] as const)
    await server.admin.put(`${used}${key}`, value)
  const before = await server.admin.list(used)
  const call = lan("strange")
  const given: string[] = []
  for (const id of ["a", "b", "c"]) given.push(...addressesIn((await call("ADD", id)).answer))
  expect(new Set(given).size).toBe(3)
  for (const last of [2, 3, 4, 5, 6, 7]) expect(given).not.toContain(`10.0.0.${last}/24`)
  expect((await call("ADD", "d", { args: "IP=10.0.0.3" })).answer).toMatchObject({ code: 123 })
  const collected = await call("GC", undefined, gcOf("a"))
  expect(collected).toMatchObject({ exit: 1, answer: { code: 5 } })
  const reported = [2, 3, 4, 5, 6, 7].map((last) => `${used}10.0.0.${last} holds no lease`)
  expect(collected.answer["details"]).toBe(reported.join("; "))
  expect((await call("DEL", "a")).exit).toBe(0)
  expect(await server.admin.list(used)).toEqual(before)
})

test("keys that are not named like an address stop nothing, and nothing is said of them", async () => {
  const used = `${root}foreign/used/`
  for (const name of ["note", "010.0.0.3", "x/y", "10.0.0.0/24", "sub/10.0.0.9"])
    await server.admin.put(`${used}${name}`, "somebody's")
  const before = await server.admin.list(used)
  const call = lan("foreign")
  expect((await call("ADD", "a")).exit).toBe(0)
  for (const [command, id, more] of [
    ["CHECK", "a", { fields: { prevResult: { ips: [{ address: "10.0.0.2/24" }] } } }],
    ["STATUS", undefined, {}],
    ["GC", undefined, gcOf()],
  ] as const)
    expect(await call(command, id, more)).toMatchObject({ exit: 0, said: "" })
  expect(await server.admin.list(used)).toEqual(before)
})

test("what an owner holds is read again from the leases if its list is broken", async () => {
  const call = lan("broken")
  await call("ADD", "c1")
  const [key = ""] = await keys(`${root}.cni-ipam/networks/broken/owners/`)
  await server.admin.put(key, "broken")
  for (const command of ["ADD", "DEL"]) {
    const { answer } = await call(command, "c1")
    expect(answer).toMatchObject({ code: 5 })
    expect(answer["msg"]).toContain(`${key} cannot be understood`)
  }
  expect((await call("GC", undefined, gcOf("c1"))).exit).toBe(0)
  expect((await call("DEL", "c1")).exit).toBe(0)
  expect(await keys(`${root}broken/`)).toEqual([])
})

test("a broken cursor costs nothing", async () => {
  const call = lan("cursor")
  await call("ADD", "c1")
  const [cursor = ""] = await keys(`${root}.cni-ipam/networks/cursor/cursors/`)
  await server.admin.put(cursor, "\u0001 x y z")
  expect(addressesIn((await call("ADD", "c2")).answer)).toHaveLength(1)
})

test("names that begin alike have nothing to do with each other", async () => {
  const names = ["net", "net1", "net.1", "net.used"]
  for (const name of names)
    expect(addressesIn((await lan(name)("ADD", "same", { args: "IP=10.0.0.10" })).answer)).toEqual([
      "10.0.0.10/24",
    ])
  const near = await lan("net")("ADD", "near", { args: "IP=10.0.0.100" })
  expect(addressesIn(near.answer)).toEqual(["10.0.0.100/24"])
  expect((await lan("net")("DEL", "same")).exit).toBe(0)
  expect(await keys(`${root}net/used/`)).toEqual([`${root}net/used/10.0.0.100`])
  expect((await lan("net")("GC", undefined, gcOf())).exit).toBe(0)
  expect(await keys(`${root}net/used/`)).toEqual([])
  for (const other of names.slice(1))
    expect(await keys(`${root}${other}/used/`)).toEqual([`${root}${other}/used/10.0.0.10`])
})

/** GC and STATUS through the whole chain of real executables. */
import { afterAll, describe, expect, test } from "vitest"
import { network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-delegated", "ipam-ds-static", "ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, holders, putOld } = poolSite(bin, server)

/** As its users write it. */
const chain = (name: string, pools: unknown, ipam: object = {}) =>
  network(bin, {
    name,
    ipam: {
      type: "ipam-delegated",
      delegates: ["ipam-ds-static", "ipam-da-consul"],
      consul_servers: [server.url],
      pools,
      ...ipam,
    },
  })

test("GC frees what is this node's and this network's and not valid", async () => {
  await define("garbage", [{ subnet: "10.20.10.0/24" }])
  const on = (name: string, node: string) => chain(name, [{ name: "garbage" }], { node })
  for (const id of ["a", "b"]) await on("gc", "n1")("ADD", id)
  await on("gc", "n2")("ADD", "c")
  await on("other", "n1")("ADD", "d")
  await putOld("garbage", "10.20.10.77", "old")
  const fields = { "cni.dev/valid-attachments": [{ containerID: "b", ifname: "eth0" }] }
  expect(await on("gc", "n1")("GC", undefined, { fields })).toMatchObject({ exit: 0, said: "" })
  const left = async () => Object.values(await holders("garbage")).toSorted()
  expect(await left()).toEqual(["b", "c", "d", "old"])
  const missing = await on("gc", "n1")("GC")
  expect(missing.answer).toMatchObject({ code: 7 })
  await on("gc", "n1")("GC", undefined, { fields: { "cni.dev/valid-attachments": [] } })
  expect(await left()).toEqual(["c", "d", "old"])
})

test("GC reports what is named like an address and is no lease, and nothing else", async () => {
  await define("noted", [{ subnet: "10.20.12.0/24" }])
  const call = chain("noted", [{ name: "noted" }])
  await server.admin.put("ipam/noted/note", "text")
  await server.admin.put("ipam/noted/x/y", "text")
  const fields = { "cni.dev/valid-attachments": [] }
  expect(await call("GC", undefined, { fields })).toMatchObject({ exit: 0, said: "" })
  await server.admin.put("ipam/noted/10.20.12.9", "text")
  const { answer, said } = await call("GC", undefined, { fields })
  expect(answer).toMatchObject({ code: 117 })
  expect(said).toContain("ipam/noted/10.20.12.9 holds no lease")
  await server.admin.remove("ipam/noted/10.20.12.9")
  await server.admin.remove("ipam/noted/note")
  await server.admin.remove("ipam/noted/x/y")
})

describe("STATUS", () => {
  const status = (pools: unknown, ipam: object = {}) => chain("status", pools, ipam)("STATUS")

  test("is silent as long as every pool has an address", async () => {
    await define("ready", [{ subnet: "10.20.11.0/30", gateway: "10.20.11.1" }])
    expect(await status([{ name: "ready" }])).toMatchObject({ exit: 0, said: "" })
    await chain("status", [{ name: "ready" }])("ADD", "a")
    expect((await status([{ name: "ready" }])).answer).toMatchObject({ code: 50 })
    const requested = [{ name: "ready", "requested-ip": "10.20.11.2" }]
    expect(await status(requested)).toMatchObject({ exit: 0 })
  })

  test("tells that there is no pool, or no Consul", async () => {
    const nowhere = await status([{ name: "nowhere" }])
    expect(nowhere.answer).toMatchObject({ code: 50 })
    expect(nowhere.said).toContain("the pool nowhere does not exist")
    const consul_servers = ["http://127.0.0.1:1"]
    expect((await status([{ name: "ready" }], { consul_servers })).answer).toMatchObject({
      code: 50,
    })
    expect((await status(undefined)).answer).toMatchObject({ code: 104 })
  })
})

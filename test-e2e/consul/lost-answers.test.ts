/** Transactions that were done, of which nobody was told: they are found to be done. */
import { allocate, formatAddress, readPool, release } from "@cni-ipam/core"
import { httpConsul, packageConsul } from "@cni-ipam/store-consul"
import { nodeHttp } from "@cni-ipam/store-kv"
import { afterAll, afterEach, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import type { SeenRequest } from "../servers/http-requests.js"
import { startProxy } from "../servers/proxy.js"
import { addressesIn, addressOf, network } from "./network.js"
import { openStore } from "./open-store.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
const proxy = await startProxy(server.url, { keepBodies: true })
afterAll(async () => {
  await proxy.stop()
  await server.release()
})
afterEach(async () => {
  await proxy.forward()
  proxy.reset()
})

/** Of leases: what a fence says is heard. */
const changes = ({ body }: SeenRequest) => /"Verb":"(cas|delete-cas)"/.test(body)
const anything = () => true

const keys = async (name: string) => [...(await server.admin.list(`cni-ipam/${name}/`)).keys()]

const owners = async (name: string) =>
  [...(await server.admin.list(`cni-ipam/.cni-ipam/networks/${name}/owners/`)).keys()].length

const clients = { "the package consul": packageConsul, "Node's HTTP": httpConsul(nodeHttp) }

/** Bun sends again what was cut, so one loss is nothing to it. */
const losses = [1, 2, 3]

describe.each(losses)("when %i answers to changes are lost", (count) => {
  test.each(Object.entries(clients))("%s allocates and releases once", async (client, connect) => {
    const name = `program-${client.replace(/\W/g, "")}-${count}`
    const pool = readPool(name, [[{ subnet: "10.0.0.0/24" }], [{ subnet: "fd00::/64" }]])
    if (pool._tag === "Left") throw new Error("no pool")
    const owner = { containerId: "c1", ifname: "eth0" }
    const store = openStore({ servers: [proxy.url] }, { connect })
    proxy.loseAnswers(count, changes)
    const allocated = await allocate(store)({ pool: pool.right, owner })()
    if (allocated._tag === "Left") throw new Error(JSON.stringify(allocated.left))
    const given = allocated.right.map(({ lease }) => formatAddress(lease.address))
    expect(given).toEqual(["10.0.0.2", "fd00::2"])
    expect(await keys(name)).toEqual(given.map((ip) => `cni-ipam/${name}/${ip}`))
    proxy.loseAnswers(count, changes)
    expect(await release(store)({ network: name, owner })()).toMatchObject({ _tag: "Right" })
    expect(await keys(name)).toEqual([])
    expect(await owners(name)).toBe(0)
    await store.close()
  })

  test("the plugin adds, deletes and collects once", async () => {
    const name = `plugin-${count}`
    const ranges = [[{ subnet: "10.0.0.0/24" }], [{ subnet: "fd00::/64" }]]
    const call = network(bin, { name, ipam: { type: "consul", ...addressOf(proxy.url), ranges } })
    proxy.loseAnswers(count, changes)
    const { answer, exit } = await call("ADD", "c1")
    expect({ exit, given: addressesIn(answer) }).toEqual({
      exit: 0,
      given: ["10.0.0.2/24", "fd00::2/64"],
    })
    const leased = ["10.0.0.2", "fd00::2"].map((ip) => `cni-ipam/${name}/${ip}`)
    expect(await keys(name)).toEqual(leased)
    expect((await call("ADD", "c1")).answer).toMatchObject({ code: 121 })
    proxy.loseAnswers(count, changes)
    expect((await call("DEL", "c1")).exit).toBe(0)
    expect(await keys(name)).toEqual([])
    expect((await call("ADD", "c2")).exit).toBe(0)
    proxy.loseAnswers(count, changes)
    const fields = { "cni.dev/valid-attachments": [] }
    expect((await call("GC", undefined, { fields })).exit).toBe(0)
    expect(await keys(name)).toEqual([])
    expect(await owners(name)).toBe(0)
  })
})

test("answers to questions are lost at no cost", async () => {
  const name = "questions"
  const ipam = { type: "consul", ...addressOf(proxy.url), subnet: "10.0.0.0/24" }
  const call = network(bin, { name, ipam })
  for (const command of ["ADD", "DEL", "STATUS"]) {
    proxy.loseAnswers(2, anything)
    const { exit } = await call(command, "c1")
    expect(exit).toBe(0)
  }
  expect(await keys(name)).toEqual([])
})

test("that every answer to a change is lost is nothing to an ADD that may ask", async () => {
  const ipam = { type: "consul", ...addressOf(proxy.url), subnet: "10.0.0.0/24", timeout: 1500 }
  const call = network(bin, { name: "never", ipam })
  proxy.loseAnswers(1000, changes)
  for (const id of ["c1", "c2"]) expect((await call("ADD", id)).exit).toBe(0)
  expect(await keys("never")).toHaveLength(2)
  for (const id of ["c1", "c2"]) expect((await call("DEL", id)).exit).toBe(0)
  expect(await keys("never")).toEqual([])
})

test("an ADD of which a change was sent and nothing more is heard is uncertain", async () => {
  const name = "uncertain"
  const ipam = { type: "consul", ...addressOf(proxy.url), subnet: "10.0.0.0/24", timeout: 700 }
  const call = network(bin, { name, ipam })
  let isCut = false
  proxy.loseAnswers(1000, (request) => {
    isCut ||= changes(request)
    return isCut
  })
  const { answer, took } = await call("ADD", "c1")
  expect(answer).toMatchObject({ code: 5 })
  expect(answer["msg"]).toMatch(/^it is not known whether this was done: write cni-ipam\//)
  expect(took).toBeLessThan(1500)
  expect(await keys(name)).toEqual([`cni-ipam/${name}/10.0.0.2`])
  await proxy.forward()
  expect((await call("DEL", "c1")).exit).toBe(0)
  expect(await keys(name)).toEqual([])
})

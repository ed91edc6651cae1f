/** What a command costs in requests and in bytes, counted by a proxy, however many leases there are. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { httpCall } from "../servers/http-call.js"
import { startProxy } from "../servers/proxy.js"
import { addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
const proxy = await startProxy(server.url)
afterAll(async () => {
  await proxy.stop()
  await server.release()
})
beforeEach(() => proxy.reset())

const lan = (name: string, ipam: Fields) =>
  network(bin, { name, ipam: { type: "consul", ...addressOf(proxy.url), ...ipam } })

const from = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index)

const perTransaction = 64

/** Leases of other containers as our own store writes them, at these places behind 10.0.0.0. */
const seed = async (name: string, places: readonly number[]): Promise<void> => {
  const operations = places.map((value) => {
    const ip = `10.0.${value >> 8}.${value & 255}`
    const lease = {
      ip,
      id: `seed-${value}`,
      ifname: "eth0",
      rangeSet: "0",
      node: "n9",
      allocatedAt: 1,
    }
    const Value = Buffer.from(JSON.stringify(lease)).toString("base64")
    return { KV: { Verb: "set", Key: `cni-ipam/${name}/${ip}`, Value } }
  })
  for (let at = 0; at < operations.length; at += perTransaction) {
    const body = JSON.stringify(operations.slice(at, at + perTransaction))
    const { status } = await httpCall({ url: `${server.url}/v1/txn`, method: "PUT", body })
    if (status !== 200) throw new Error(`a transaction of the test was answered with ${status}`)
  }
}

interface Cost {
  readonly requests: number
  readonly sent: number
  readonly received: number
}

const costOf = async (run: () => Promise<{ readonly exit: unknown; readonly said: string }>) => {
  proxy.reset()
  const { exit, said } = await run()
  if (exit !== 0) throw new Error(said)
  const { requests, bytesToServer, bytesFromServer } = proxy.traffic()
  const cost: Cost = {
    requests: requests.length,
    sent: bytesToServer,
    received: bytesFromServer,
  }
  return cost
}

const report = (what: string, { requests, sent, received }: Cost) =>
  console.log(`${what}: ${requests} requests, ${sent} bytes sent, ${received} received`)

describe.each([0, 10_000])("beside %i leases", (count) => {
  const name = `beside-${count}`
  const call = lan(name, { subnet: "10.0.0.0/16", rangeEnd: "10.0.99.255" })

  beforeAll(async () => {
    await call("ADD", "first")
    await seed(name, from(1000, count))
  })

  test("ADD takes two requests, and DEL two, of a few kilobytes", async () => {
    const add = await costOf(() => call("ADD", "c1"))
    const del = await costOf(() => call("DEL", "c1"))
    report(`ADD beside ${count} leases`, add)
    report(`DEL beside ${count} leases`, del)
    expect([add.requests, del.requests]).toEqual([2, 2])
    for (const { sent, received } of [add, del]) expect(sent + received).toBeLessThan(6000)
  })

  test("of two families too", async () => {
    const ranges = [[{ subnet: "10.200.0.0/16" }], [{ subnet: "fd00::/64" }]]
    const dual = lan(`dual-${count}`, { ranges })
    await dual("ADD", "first")
    const add = await costOf(() => dual("ADD", "c1"))
    expect(add.requests).toBe(2)
    expect((await costOf(() => dual("DEL", "c1"))).requests).toBe(2)
  })
})

test("the ADD that defines a network takes one request more, and two to look for old leases", async () => {
  const call = lan("new", { subnet: "10.0.0.0/24" })
  expect((await costOf(() => call("ADD", "c1"))).requests).toBe(5)
})

describe("in a network that is defined already, a configuration", () => {
  const name = "defined"
  beforeAll(async () => {
    await lan(name, { subnet: "10.0.0.0/24" })("ADD", "first")
  })

  test.each([
    ["with other ranges", { subnet: "10.9.0.0/24" }],
    ["with more range sets", { ranges: [[{ subnet: "10.9.0.0/24" }], [{ subnet: "fd00::/64" }]] }],
    ["without any", {}],
  ])("%s takes two requests for an address", async (_what, ipam) => {
    const call = lan(name, ipam)
    expect((await costOf(() => call("ADD", "c1"))).requests).toBe(2)
    expect((await costOf(() => call("DEL", "c1"))).requests).toBe(2)
  })
})

test("leases of an old plugin cost a node one look, and nobody else's ADD or DEL", async () => {
  const name = "old"
  const key = `${server.url}/v1/kv/cni-ipam/${name}/10.0.0.50`
  await httpCall({ url: key, method: "PUT", body: JSON.stringify({ ip: "10.0.0.50", id: "old" }) })
  const call = lan(name, { subnet: "10.0.0.0/24" })
  await call("ADD", "first")
  expect((await costOf(() => call("ADD", "c1"))).requests).toBe(2)
  expect((await costOf(() => call("DEL", "c1"))).requests).toBe(2)
  const refused = await call("ADD", "old")
  expect([refused.exit, refused.said]).toEqual([1, expect.stringContaining("10.0.0.50")])
  expect((await call("DEL", "old")).exit).toBe(0)
  expect((await call("ADD", "old")).exit).toBe(0)
})

test("in a range of which one address in a hundred is free, one listing is made for many ADDs", async () => {
  const name = "full"
  const call = lan(name, { subnet: "10.0.0.0/20", rangeStart: "10.0.0.2" })
  const isUsed = (place: number) => place % 100 !== 99
  await seed(name, from(3, 4091).filter(isUsed))
  await call("ADD", "the-one-that-defines-it")
  const costs: Cost[] = []
  for (let n = 1; n <= 6; n++) {
    const cost = await costOf(() => call("ADD", `c${n}`))
    report(`ADD ${n} at 99 %`, cost)
    costs.push(cost)
  }
  // The first one meets a conflict and lists what is in use; the others find what it found.
  const [first, ...others] = costs.map(({ requests }) => requests)
  expect(first).toBeLessThanOrEqual(6)
  expect(others).toEqual([2, 2, 2, 2, 2])
})

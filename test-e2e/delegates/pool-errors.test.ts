/** Every line of the list of errors in the README of the first ipam-da-consul, and its code. */
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { startProxy } from "../servers/proxy.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, ask, holders, get } = poolSite(bin, server)
await define("good", [{ subnet: "10.30.0.0/24", gateway: "10.30.0.1" }])

const good = [{ name: "good" }]

describe("the `ipam.consul_servers` array is missing, empty, or does not contain URLs:", () => {
  const text = 'ipam.consul_servers must be an array of URLs, found "http://127.0.0.1:8500"'
  test.each([
    [undefined, 104, "can't proceed without ipam.consul_servers field"],
    [[], 107, "ipam.consul_servers: expected at least one URL, got none"],
    ["http://127.0.0.1:8500", 6, text],
    [["127.0.0.1"], 6, 'ipam.consul_servers[0] must be the URL of a server, found "127.0.0.1"'],
    [[8500], 6, "ipam.consul_servers[0] must be the URL of a server, found 8500"],
    [
      ["http://me:secret@127.0.0.1:8500"],
      7,
      "ipam.consul_servers[0]: the URL must be without a user and a password",
    ],
  ])("%j", async (consul_servers, code, msg) => {
    for (const command of ["ADD", "DEL", "CHECK", "GC", "STATUS"]) {
      const { exit, answer } = await ask(command, "c1", good, { ipam: { consul_servers } })
      expect({ exit, answer }).toEqual({ exit: 1, answer: { cniVersion: "1.1.0", code, msg } })
    }
  })
})

describe("the `prevResult.pools` array is missing, empty, or does not contain valid Pool objects:", () => {
  test.each([
    [undefined, 114, "prevResult.pools names no pool"],
    [null, 114, "prevResult.pools names no pool"],
    [[], 114, "prevResult.pools names no pool"],
    ["good", 117, 'prevResult.pools must be an array of pool objects, found "good"'],
    [["good"], 117, 'prevResult.pools[0] must be an object, found "good"'],
    [[{}], 117, "prevResult.pools[0].name must be a string, found nothing"],
    [[{ name: 1 }], 117, "prevResult.pools[0].name must be a string, found 1"],
    [[{ name: "" }], 117, 'prevResult.pools: a pool cannot be named ""'],
    [[{ name: "a/b" }], 117, 'prevResult.pools: a pool cannot be named "a/b"'],
    [[{ name: ".cni-ipam" }], 117, 'prevResult.pools: a pool cannot be named ".cni-ipam"'],
    [[{ name: "a b" }], 117, 'prevResult.pools: a pool cannot be named "a b"'],
    [[...good, ...good], 117, "prevResult.pools names the pool good twice"],
    [
      [{ name: "good", "requested-ip": "10.30.0" }],
      117,
      "prevResult.pools[0].requested-ip: invalid IP address 10.30.0",
    ],
    [
      [{ name: "good", "requested-ip": "" }],
      117,
      "prevResult.pools[0].requested-ip: it is empty; leave it out where any address will do",
    ],
    [
      [{ name: "good", "requested-ip": "10.30.0.5", requested_ip: "10.30.0.6" }],
      117,
      "prevResult.pools: requested-ip and requested_ip of the pool good are two addresses",
    ],
    [
      [{ name: "good", takeover: "yes" }],
      117,
      'prevResult.pools[0].takeover must be boolean, found "yes"',
    ],
  ])("%j", async (pools, code, msg) => {
    expect((await ask("ADD", "c1", pools)).answer).toMatchObject({ code, msg })
  })

  test("DEL and CHECK can do without", async () => {
    expect(await get("without", ...good)).toBe("10.30.0.2")
    for (const pools of [undefined, null, []])
      expect(await ask("CHECK", "without", pools)).toMatchObject({ exit: 0 })
    expect(await ask("DEL", "without", undefined)).toMatchObject({ exit: 0, said: "" })
    expect(await holders("good")).toEqual({})
  })
})

describe("no Consul server can be successfully reached:", () => {
  test("one after the other is tried", async () => {
    const ipam = { consul_servers: ["http://127.0.0.1:1", server.url], timeout: 3000 }
    expect(await ask("ADD", "second", good, { ipam })).toMatchObject({ exit: 0 })
    expect(await ask("DEL", "second", good, { ipam })).toMatchObject({ exit: 0 })
  })

  test("none is there", async () => {
    const ipam = { consul_servers: ["http://127.0.0.1:1", "http://127.0.0.1:2"] }
    const { answer, took } = await ask("ADD", "c1", good, { ipam })
    expect(answer).toMatchObject({ code: 111 })
    expect(took).toBeLessThan(6000)
    for (const command of ["DEL", "CHECK"])
      expect((await ask(command, "c1", good, { ipam })).answer).toMatchObject({ code: 111 })
  })

  test("the only one is silent, and is given up at the timeout of the whole command", async () => {
    const proxy = await startProxy(server.url)
    await proxy.stall()
    const { answer, took } = await ask("ADD", "c1", good, {
      ipam: { consul_servers: [proxy.url], timeout: 700 },
    })
    await proxy.stop()
    expect(answer).toMatchObject({ code: 111 })
    expect(took).toBeLessThan(2500)
  })
})

test("the selected pool does not exist", async () => {
  expect((await ask("ADD", "c1", [{ name: "none" }])).answer).toEqual({
    cniVersion: "1.1.0",
    code: 114,
    msg: "the pool none does not exist",
    details: "define it in ipam/none",
  })
})

describe("the requested IP does not fit in the pool:", () => {
  test.each([
    ["outside", "10.31.0.9", "10.31.0.9"],
    ["of the other family", "fd00::9", "fd00::9"],
    ["the gateway", "10.30.0.1", "good cannot contain 10.30.0.1"],
    ["the network's address", "10.30.0.0", "10.30.0.0"],
    ["the broadcast address", "10.30.0.255", "10.30.0.255"],
  ])("%s", async (_, address, text) => {
    const { answer } = await ask("ADD", "c1", [{ name: "good", requested_ip: address }])
    expect(answer).toMatchObject({ code: 124 })
    expect(answer["msg"]).toContain(text)
    expect(await holders("good")).toEqual({})
  })
})

test("the pool is full, but for a requested address", async () => {
  await define("full", [{ subnet: "10.32.0.0/30" }])
  const pool = { name: "full" }
  expect([await get("a", pool), await get("b", pool)]).toEqual(["10.32.0.1", "10.32.0.2"])
  expect((await ask("ADD", "c", [pool])).answer).toMatchObject({
    code: 122,
    msg: "full does not have any free IP space",
  })
  expect(await get("c", { ...pool, "requested-ip": "10.32.0.1" })).toBe("10.32.0.1")
})

describe("reads from or writes to Consul fail:", () => {
  test("what may not be read or written is told by its code", async () => {
    const locked = await startConsul({ acl: true })
    try {
      const { admin, url } = locked
      await admin.put("ipam/good", JSON.stringify([{ subnet: "10.33.0.0/24" }]))
      const reader = await admin.createToken("ipam/", "read")
      const site = poolSite(bin, locked, { ipam: { consul_servers: [url], token: reader } })
      const refused = await site.ask("ADD", "c1", good)
      expect(refused.answer).toMatchObject({ code: 111 })
      expect(refused.said).not.toContain(reader)
      const blind = await site.ask("ADD", "c1", good, { ipam: { token: "no-such-token" } })
      expect(blind.answer).toMatchObject({ code: 111 })
      expect(blind.said).not.toContain("no-such-token")
      const writer = await admin.createToken("ipam/", "write")
      expect(await site.ask("ADD", "c1", good, { ipam: { token: writer } })).toMatchObject({
        exit: 0,
      })
      expect(await site.ask("STATUS", undefined, good, { ipam: { token: writer } })).toMatchObject({
        exit: 0,
      })
    } finally {
      await locked.release()
    }
  })

  test("a write whose answer is lost is found to be done", async () => {
    const proxy = await startProxy(server.url)
    proxy.loseAnswers(1, ({ body }) => body.includes('"cas"'))
    const ipam = { consul_servers: [proxy.url] }
    const { answer } = await ask("ADD", "lost", good, { ipam })
    await proxy.stop()
    const [address] = addressesIn(answer).map((one) => one.replace("/24", ""))
    expect(await holders("good")).toEqual({ [`${address}`]: "lost" })
    await ask("DEL", "lost", good)
  })
})

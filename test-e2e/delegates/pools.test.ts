/** The life of containers' addresses in pools, through the whole chain of real executables. */
import { afterAll, describe, expect, test } from "vitest"
import { network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-delegated", "ipam-ds-static", "ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, holders, leases } = poolSite(bin, server)

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

const range = (third: number) => [
  {
    subnet: `10.20.${third}.0/24`,
    rangeStart: `10.20.${third}.10`,
    rangeEnd: `10.20.${third}.12`,
    gateway: `10.20.${third}.1`,
  },
]

describe.each(["0.4.0", "1.0.0", "1.1.0"])("in version %s", (cniVersion) => {
  test("two containers come and go", async () => {
    const pool = `life-${cniVersion}`
    await define(pool, range(1))
    const call = chain("life", [{ name: pool }])
    const fields = { cniVersion }
    const version = cniVersion === "0.4.0" ? { version: "4" } : {}
    const first = await call("ADD", "a", { fields })
    expect(first.answer).toEqual({
      cniVersion,
      ips: [{ ...version, address: "10.20.1.10/24", gateway: "10.20.1.1" }],
      routes: [{ dst: "0.0.0.0/0", gw: "10.20.1.1" }],
      ...(cniVersion === "0.4.0" && { dns: {} }),
    })
    const second = await call("ADD", "b", { fields })
    expect(await holders(pool)).toEqual({ "10.20.1.10": "a", "10.20.1.11": "b" })
    // By which nothing is undone: the container runs.
    expect((await call("ADD", "a", { fields })).answer).toMatchObject({ code: 121 })
    expect(await holders(pool)).toEqual({ "10.20.1.10": "a", "10.20.1.11": "b" })
    const after = { fields: { ...fields, prevResult: first.answer } }
    expect(await call("CHECK", "a", after)).toMatchObject({ exit: 0, said: "" })
    expect((await call("CHECK", "b", after)).answer).toMatchObject({
      code: 126,
      details: "ipam-da-consul: code 126: container b (eth0) does not hold 10.20.1.10",
    })
    expect(await call("DEL", "a", after)).toMatchObject({ exit: 0, said: "" })
    expect((await call("CHECK", "a", after)).answer).toMatchObject({ code: 126 })
    expect(await holders(pool)).toEqual({ "10.20.1.11": "b" })
    const prevResult = second.answer
    for (const more of [{ fields: { ...fields, prevResult } }, { fields }])
      expect(await call("DEL", "b", more)).toMatchObject({ exit: 0, said: "" })
    expect(await holders(pool)).toEqual({})
  })
})

test("a lease is the first plugin's, with more beside it", async () => {
  await define("written", range(2))
  await chain("written", [{ name: "written" }])("ADD", "a", { ipam: { node: "n7" } })
  expect(await leases("written")).toEqual({
    "10.20.2.10": {
      target: "a",
      network: "written",
      ip: "10.20.2.10",
      ifname: "eth0",
      rangeSet: "written",
      node: "n7",
      allocatedAt: expect.any(Number),
    },
  })
})

test("all pools are leased from, or none", async () => {
  await define("v4", range(3))
  await define("v6", [{ subnet: "fd20::/64", gateway: "fe80::1" }])
  await define("small", [{ subnet: "10.20.4.0/30", gateway: "10.20.4.1" }])
  const call = chain("several", [{ name: "v4" }, { name: "v6" }, { name: "small" }])
  expect((await call("ADD", "a")).answer).toEqual({
    cniVersion: "1.1.0",
    ips: [
      { address: "10.20.3.10/24", gateway: "10.20.3.1" },
      { address: "fd20::1/64", gateway: "fe80::1" },
      { address: "10.20.4.2/30", gateway: "10.20.4.1" },
    ],
    routes: [
      { dst: "0.0.0.0/0", gw: "10.20.3.1" },
      { dst: "::/0", gw: "fe80::1" },
    ],
  })
  const refused = await call("ADD", "b")
  expect(refused.answer).toMatchObject({
    code: 122,
    msg: "delegate ipam-da-consul failed: small does not have any free IP space",
  })
  for (const pool of ["v4", "v6", "small"])
    expect(Object.values(await holders(pool))).toEqual(["a"])
  expect((await call("DEL", "a")).exit).toBe(0)
  for (const pool of ["v4", "v6", "small"]) expect(await holders(pool)).toEqual({})
})

test("thirty pools are leased from at once, and no more", async () => {
  const names = Array.from({ length: 31 }, (_, index) => `many-${index}`)
  await Promise.all(names.map((name, index) => define(name, [{ subnet: `10.21.${index}.0/24` }])))
  const pools = names.map((name) => ({ name }))
  const call = chain("many", pools.slice(1))
  const { answer } = await call("ADD", "a")
  expect(answer["ips"]).toHaveLength(30)
  expect((await call("ADD", "b", { ipam: { pools } })).answer).toMatchObject({ code: 117 })
  expect((await call("DEL", "a")).exit).toBe(0)
  for (const name of names) expect(await holders(name)).toEqual({})
})

test("each interface of a container has addresses of its own", async () => {
  await define("nics", range(5))
  const call = chain("nics", [{ name: "nics" }])
  for (const ifname of ["eth0", "eth1"]) await call("ADD", "a", { ifname })
  expect(await holders("nics")).toEqual({ "10.20.5.10": "a", "10.20.5.11": "a" })
  await call("DEL", "a", { ifname: "eth0" })
  expect(await holders("nics")).toEqual({ "10.20.5.11": "a" })
})

test("DEL without its selector frees the container everywhere", async () => {
  for (const pool of ["x1", "x2"]) await define(pool, range(pool === "x1" ? 6 : 7))
  const call = chain("everywhere", [{ name: "x1" }, { name: "x2" }])
  await call("ADD", "a")
  const { exit, answer } = await call("DEL", "a", { ipam: { delegates: ["ipam-da-consul"] } })
  expect({ exit, answer }).toEqual({ exit: 0, answer: {} })
  for (const pool of ["x1", "x2"]) expect(await holders(pool)).toEqual({})
})

test("DEL frees the pools that are named, and no others", async () => {
  for (const pool of ["y1", "y2"]) await define(pool, range(pool === "y1" ? 8 : 9))
  const call = chain("named", [{ name: "y1" }, { name: "y2" }])
  await call("ADD", "a")
  await call("DEL", "a", { ipam: { pools: [{ name: "y2" }] } })
  expect([await holders("y1"), await holders("y2")]).toEqual([{ "10.20.8.10": "a" }, {}])
  await call("DEL", "a", { ipam: { pools: [] } })
  expect(await holders("y1")).toEqual({})
})

test("VERSION is answered without a configuration of pools", async () => {
  for (const type of ["ipam-delegated", "ipam-ds-static", "ipam-da-consul"]) {
    const { exit, answer } = await network(bin, { ipam: { type } })("VERSION")
    expect({ exit, answer }).toMatchObject({ exit: 0, answer: { cniVersion: "1.1.0" } })
    expect(answer["supportedVersions"]).toEqual(expect.arrayContaining(["0.4.0", "1.0.0", "1.1.0"]))
  }
})

/** Odd things that people keep in Consul under the names of pools, and in their folders. */
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, ask, get, holders } = poolSite(bin, server)

let pools = 0
const newPool = async (ranges: unknown): Promise<string> => {
  const name = `pool-${pools++}`
  await define(name, ranges)
  return name
}

describe("a definition that makes no pool is told by its code:", () => {
  test.each([
    ["an empty array", [], 114, "has no ranges"],
    ["an object", {}, 117, "the input must be an array of ranges, found an object"],
    ["null", "null", 117, "found null"],
    ["nothing", "", 117, ""],
    ["no JSON", "[{", 117, ""],
    ["null in an array", [null], 117, "[0]"],
    ["a range without a subnet", [{ gateway: "10.0.0.1" }], 117, "[0].subnet"],
    ["an address for a subnet", [{ subnet: "10.0.0.0" }], 117, "invalid CIDR address: 10.0.0.0"],
    ["a gateway that is none", [{ subnet: "10.0.0.0/24", gateway: "x" }], 117, "[0].gateway"],
    ["a range of one address", [{ subnet: "10.0.0.1/32" }], 117, ""],
    [
      "a start outside of the subnet",
      [{ subnet: "10.0.0.0/24", rangeStart: "10.0.1.1" }],
      117,
      "10.0.1.1",
    ],
    ["both families", [{ subnet: "10.0.0.0/24" }, { subnet: "fd00::/64" }], 117, ""],
    ["ranges that overlap", [{ subnet: "10.0.0.0/23" }, { subnet: "10.0.1.0/24" }], 117, "overlap"],
  ])("%s", async (_, ranges, code, text) => {
    const name = await newPool(ranges)
    const { answer } = await ask("ADD", "c1", [{ name }])
    expect(answer).toMatchObject({ code })
    expect(answer["msg"]).toContain(text)
    expect(answer["msg"]).toContain(name)
    expect((await ask("DEL", "c1", [{ name }])).exit).toBe(0)
  })
})

describe("a pool gives", () => {
  test.each([
    ["the first address, where no gateway has it", { subnet: "10.41.0.0/24" }, "10.41.0.1/24"],
    [
      "the address behind the gateway",
      { subnet: "10.41.1.0/24", gateway: "10.41.1.1" },
      "10.41.1.2/24",
    ],
    ["addresses of a subnet with host bits", { subnet: "10.41.2.77/24" }, "10.41.2.1/24"],
    [
      "no address of the network itself",
      { subnet: "10.41.3.0/24", rangeStart: "10.41.3.0", rangeEnd: "10.41.3.5" },
      "10.41.3.1/24",
    ],
    ["IPv6 addresses", { subnet: "fd41::/64", gateway: "fd41::1" }, "fd41::2/64"],
    [
      "addresses between start and end, whatever else is said",
      { subnet: "10.41.4.0/24", RangeStart: "10.41.4.9", rangeEnd: "10.41.4.9", comment: "mine" },
      "10.41.4.9/24",
    ],
  ])("%s", async (_, range, address) => {
    const name = await newPool([range])
    const { answer } = await ask("ADD", name, [{ name }])
    expect(addressesIn(answer)).toEqual([address])
  })

  test("all addresses but that of broadcasts", async () => {
    const range = { subnet: "10.41.5.0/24", rangeStart: "10.41.5.253", rangeEnd: "10.41.5.255" }
    const name = await newPool([range])
    expect(await get("a", { name })).toBe("10.41.5.253")
    expect(await get("b", { name })).toBe("10.41.5.254")
    expect(await get("c", { name })).toBe(122)
  })

  test("addresses of a hundred ranges, each with its own gateway", async () => {
    const name = await newPool(
      Array.from({ length: 100 }, (_, third) => ({
        subnet: `10.42.${third}.0/30`,
        gateway: `10.42.${third}.1`,
      })),
    )
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => ask("ADD", `c${index}`, [{ name }])),
    )
    const addresses = results.flatMap(({ answer }) => addressesIn(answer))
    expect(new Set(addresses).size).toBe(6)
    for (const address of addresses) expect(address).toMatch(/^10\.42\.\d+\.2\/30$/)
    const last = { name, "requested-ip": "10.42.99.2" }
    const { answer } = await ask("ADD", "last", [last])
    expect(answer).toMatchObject({ ips: [{ address: "10.42.99.2/30", gateway: "10.42.99.1" }] })
  })
})

test("two pools that share addresses are not leased from together", async () => {
  const [a, b] = [
    await newPool([{ subnet: "10.43.0.0/23" }]),
    await newPool([{ subnet: "10.43.1.0/24" }]),
  ]
  expect((await ask("ADD", "c1", [{ name: a }, { name: b }])).answer).toMatchObject({
    code: 117,
    msg: `the pools ${a} and ${b} share addresses`,
  })
  expect([await get("c1", { name: a }), await get("c2", { name: b })]).toEqual([
    "10.43.0.1",
    "10.43.1.1",
  ])
})

test("folders may have keys of their own, or none", async () => {
  const name = await newPool([{ subnet: "10.44.0.0/24" }])
  expect(await get("before", { name })).toBe("10.44.0.1")
  await server.admin.put("ipam/", "")
  await server.admin.put(`ipam/${name}/`, "")
  expect(await get("after", { name })).toBe("10.44.0.2")
  for (const id of ["before", "after"])
    expect(await ask("DEL", id, [{ name }])).toMatchObject({ exit: 0 })
  expect(await holders(name)).toEqual({ "": undefined })
})

describe("what is no allocation stops ADD in that pool, and nothing else:", () => {
  test.each([
    ["readme", "text"],
    ["10.45.0.9", "text"],
    ["10.45.0.9", "{}"],
    ["10.45.0.9", "[]"],
    ["10.45.0.9", '{"target": 5}'],
    ["10.45.0.9", '{"target": ""}'],
    ["10.45.0.9/24", '{"target": "c"}'],
    ["10.45.0.09", '{"target": "c"}'],
    ["FD00::9", '{"target": "c"}'],
  ])("%s with %s", async (key, value) => {
    const name = await newPool([{ subnet: "10.45.0.0/24" }])
    const other = await newPool([{ subnet: "10.46.0.0/24" }])
    await get(`${name}-held`, { name })
    await server.admin.put(`ipam/${name}/${key}`, value)
    const { answer } = await ask("ADD", `${name}-c`, [{ name }])
    expect(answer).toEqual({
      cniVersion: "1.1.0",
      code: 117,
      msg: `ipam/${name}/${key} is not an allocation`,
    })
    expect(await get(`${name}-c`, { name: other })).toBe("10.46.0.1")
    const prevResult = { ips: [{ address: "10.45.0.1/24" }] }
    expect(
      await ask("CHECK", `${name}-held`, [{ name }], { fields: { prevResult } }),
    ).toMatchObject({
      exit: 0,
    })
    expect((await ask("DEL", `${name}-held`, [{ name }])).exit).toBe(0)
    expect(Object.keys(await holders(name))).toEqual([key])
    await server.admin.remove(`ipam/${name}/${key}`)
  })
})

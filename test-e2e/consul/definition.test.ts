/** What a network is stands in Consul, and is followed whatever a client's file says. */
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
afterAll(server.release)

const lan = (name: string, ipam: Fields = { subnet: "10.0.0.0/24" }) =>
  network(bin, { name, ipam: { type: "consul", ...addressOf(server.url), ...ipam } })

const define = (name: string, definition: object) =>
  server.admin.put(`cni-ipam/${name}`, JSON.stringify(definition))

const definitionOf = async (name: string): Promise<unknown> =>
  JSON.parse((await server.admin.get(`cni-ipam/${name}`)) ?? "null")

const single = (net: string, more: object = {}) => ({
  gw: "",
  net,
  start: "",
  end: "",
  routes: null,
  ...more,
})

test("the first ADD writes the definition, and no later one another", async () => {
  const first = lan("once", { subnet: "10.0.0.0/24", rangeStart: "10.0.0.10" })
  await first("ADD", "c1")
  const defined = single("10.0.0.0/24", { start: "10.0.0.10" })
  expect(await definitionOf("once")).toEqual(defined)
  const { answer, said } = await lan("once", { subnet: "10.9.0.0/24" })("ADD", "c2")
  expect(addressesIn(answer)).toEqual(["10.0.0.11/24"])
  expect(said).toMatch(/ warn consul once is defined in the store as 10\.0\.0\.10-10\.0\.0\.254;/)
  expect(await definitionOf("once")).toEqual(defined)
})

test("of many first ADDs one defines the network, and all follow it", async () => {
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => lan("race", { subnet: `10.${n}.0.0/24` })("ADD", `c${n}`)),
  )
  const blocks = answers.map(({ answer }) => addressesIn(answer)[0]?.split(".")[1])
  expect(new Set(blocks).size).toBe(1)
  expect(await definitionOf("race")).toEqual(single(`10.${blocks[0]}.0.0/24`))
  expect(new Set(answers.flatMap(({ answer }) => addressesIn(answer))).size).toBe(6)
})

test("a client with the same ranges in other words is not warned of", async () => {
  await lan("same")("ADD", "c1")
  const ranges = [[{ subnet: "10.0.0.0/24", rangeEnd: "10.0.0.254", gateway: "10.0.0.1" }]]
  expect((await lan("same", { ranges })("ADD", "c2")).said).not.toContain("warn")
})

test("an operator's definition is followed, with its gateway, and so are changes of it", async () => {
  await define("operator", single("10.1.0.0/24", { gw: "10.1.0.254", start: "10.1.0.100" }))
  const call = lan("operator")
  const { answer, said } = await call("ADD", "c1")
  expect(answer["ips"]).toEqual([{ address: "10.1.0.100/24", gateway: "10.1.0.254" }])
  expect(said).toContain("warn")
  await define("operator", single("10.2.0.0/24"))
  expect(addressesIn((await call("ADD", "c2")).answer)).toEqual(["10.2.0.2/24"])
  expect((await call("CHECK", "c1", { fields: { prevResult: answer } })).exit).toBe(0)
  expect((await call("DEL", "c1")).exit).toBe(0)
  expect([...(await server.admin.list("cni-ipam/operator/")).keys()]).toEqual([
    "cni-ipam/operator/10.2.0.2",
  ])
})

test("several range sets are written, and read again", async () => {
  const ranges = [
    [{ subnet: "10.0.0.0/24", exclude: ["10.0.0.2"] }, { subnet: "10.1.0.0/24" }],
    [{ subnet: "fd00::/64", gateway: "fe80::1" }],
  ]
  expect(addressesIn((await lan("sets", { ranges })("ADD", "c1")).answer)).toEqual([
    "10.0.0.3/24",
    "fd00::1/64",
  ])
  expect(await definitionOf("sets")).toEqual({ ranges })
  const { answer } = await lan("sets")("ADD", "c2")
  expect(answer["ips"]).toEqual([
    { address: "10.0.0.4/24", gateway: "10.0.0.1" },
    { address: "fd00::2/64", gateway: "fe80::1" },
  ])
})

test("a file need say nothing of ranges where Consul does, and must where it does not", async () => {
  const call = lan("bare", {})
  expect(await call("ADD", "c1")).toMatchObject({ exit: 1, answer: { code: 7 } })
  await define("bare", single("10.3.0.0/24"))
  const { answer, said } = await call("ADD", "c1")
  expect(addressesIn(answer)).toEqual(["10.3.0.2/24"])
  expect(said).not.toContain("warn")
  expect((await call("STATUS")).exit).toBe(0)
  expect((await call("CHECK", "c1", { fields: { prevResult: answer } })).exit).toBe(0)
  expect((await call("DEL", "c1")).exit).toBe(0)
})

test("STATUS looks at the ranges of the definition", async () => {
  await define("small", single("10.4.0.0/30"))
  await lan("small")("ADD", "c1")
  expect((await lan("small")("STATUS")).answer).toMatchObject({ code: 50 })
})

test("a definition of the original plugin with host bits is understood", async () => {
  await define("host-bits", single("203.0.113.1/24", { start: "203.0.113.10" }))
  expect(addressesIn((await lan("host-bits", {})("ADD", "c1")).answer)).toEqual(["203.0.113.10/24"])
})

test.each([
  ["start-and-end", { net: "10.5.0.9/24", rangeStart: "10.5.0.50", rangeEnd: "10.5.0.50" }],
  ["hyphens", { net: "10.5.0.9/24", "range-start": "10.5.0.50", "range-end": "10.5.0.50" }],
  ["ranges", { ranges: [[{ subnet: "10.5.0.9/24", rangeStart: "10.5.0.50" }]] }],
  ["ranges-hyphens", { ranges: [[{ subnet: "10.5.0.9/24", "range-start": "10.5.0.50" }]] }],
])("host bits and start and end are understood in whatever words: %s", async (name, definition) => {
  await define(name, definition)
  const { answer } = await lan(name, {})("ADD", "c1")
  expect(answer["ips"]).toEqual([{ address: "10.5.0.50/24", gateway: "10.5.0.1" }])
})

test("so they are in the ranges of a configuration, and written as they are meant", async () => {
  const range = { subnet: "10.6.0.9/24", "range-start": "10.6.0.50", "range-end": "10.6.0.51" }
  const call = lan("words", { ranges: [[range]] })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.6.0.50/24"])
  expect(await definitionOf("words")).toEqual(
    single("10.6.0.0/24", { start: "10.6.0.50", end: "10.6.0.51" }),
  )
  const second = await call("ADD", "c2")
  expect(addressesIn(second.answer)).toEqual(["10.6.0.51/24"])
  expect(second.said).not.toContain("warn")
  expect((await call("ADD", "c3")).answer).toMatchObject({ code: 122 })
})

describe("a definition that is none", () => {
  test.each([
    ["no JSON", "{"],
    ["empty", ""],
    ["another's", '{"port": 80}'],
    ["of a wrong type", '{"net": 5}'],
    ["of no subnet", '{"net": "10.0.0.0"}'],
    ["of sets that are none", '{"ranges": "10.0.0.0/8"}'],
    ["a number", "5"],
    ["of a subnet without room", '{"net": "10.81.0.0/31"}'],
    [
      "of sets that overlap",
      '{"ranges": [[{"subnet": "10.0.0.0/24"}], [{"subnet": "10.0.0.0/8"}]]}',
    ],
    ["of no set", '{"ranges": []}'],
  ])("(%s) is an error that names its key, and costs nobody anything", async (what, text) => {
    const name = `corrupt.${what.replace(/\W/g, "-")}`
    const call = lan(name)
    const { answer } = await call("ADD", "c1")
    await server.admin.put(`cni-ipam/${name}`, text)
    const refused = await call("ADD", "c2")
    expect(refused).toMatchObject({ exit: 1, answer: { code: 5 } })
    expect(`${refused.answer["msg"]}`).toContain(`cni-ipam/${name} cannot be understood`)
    expect((await call("CHECK", "c1", { fields: { prevResult: answer } })).answer).toMatchObject({
      code: 5,
    })
    expect((await call("STATUS")).answer).toMatchObject({ code: 50 })
    expect([...(await server.admin.list(`cni-ipam/${name}/`)).keys()]).toHaveLength(1)
    expect(await server.admin.get(`cni-ipam/${name}`)).toBe(text)
    expect((await call("DEL", "c1")).exit).toBe(0)
    expect([...(await server.admin.list(`cni-ipam/${name}/`)).keys()]).toEqual([])
  })

  test("says why, also where its ranges cannot be", async () => {
    await define("impossible", single("10.81.0.0/31"))
    expect((await lan("impossible", {})("ADD", "c1")).answer).toMatchObject({
      code: 5,
      msg: "cni-ipam/impossible cannot be understood: invalid range set 0: Network 10.81.0.0/31 too small to allocate from",
    })
  })
})

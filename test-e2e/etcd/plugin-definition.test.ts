/** What a network is stands in etcd, and is followed whatever a client's file says. */
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn, type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startEtcd } from "../servers/etcd-server.js"

const bin = await builtPlugins("etcd")
const server = await startEtcd()
afterAll(server.release)

const lan = (name: string, ipam: Fields = { subnet: "10.0.0.0/24" }) =>
  network(bin, { name, ipam: { type: "etcd", etcdConfig: { etcdURL: server.url }, ...ipam } })

const keyOf = (name: string) => `/etcd-cni/networks/${name}`

const define = (name: string, definition: unknown) =>
  server.admin.put(keyOf(name), JSON.stringify(definition))

const definitionOf = async (name: string): Promise<unknown> =>
  JSON.parse((await server.admin.get(keyOf(name))) ?? "null")

const leaseKeys = async (name: string) => [
  ...(await server.admin.list(`${keyOf(name)}/used/`)).keys(),
]

test("the first ADD writes the definition, and no later one another", async () => {
  await lan("once", { subnet: "10.0.0.0/24", rangeStart: "10.0.0.10" })("ADD", "c1")
  const defined = [[{ subnet: "10.0.0.0/24", rangeStart: "10.0.0.10" }]]
  expect(await definitionOf("once")).toEqual(defined)
  const { answer, said } = await lan("once", { subnet: "10.9.0.0/24" })("ADD", "c2")
  expect(addressesIn(answer)).toEqual(["10.0.0.11/24"])
  expect(said).toMatch(/ warn etcd once is defined in the store as 10\.0\.0\.10-10\.0\.0\.254;/)
  expect(await definitionOf("once")).toEqual(defined)
})

test("of many first ADDs one defines the network, and all follow it", async () => {
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => lan("race", { subnet: `10.${n}.0.0/24` })("ADD", `c${n}`)),
  )
  const blocks = answers.map(({ answer }) => addressesIn(answer)[0]?.split(".")[1])
  expect(new Set(blocks).size).toBe(1)
  expect(await definitionOf("race")).toEqual([[{ subnet: `10.${blocks[0]}.0.0/24` }]])
  expect(new Set(answers.flatMap(({ answer }) => addressesIn(answer))).size).toBe(6)
})

test("a client with the same ranges in other words is not warned of", async () => {
  await lan("same")("ADD", "c1")
  const ranges = [[{ subnet: "10.0.0.0/24", rangeEnd: "10.0.0.254", gateway: "10.0.0.1" }]]
  const { answer, said } = await lan("same", { ranges })("ADD", "c2")
  expect(addressesIn(answer)).toEqual(["10.0.0.3/24"])
  expect(said).not.toContain("warn")
})

test("the Go plugin's definition is followed, with its gateway, and so are changes of it", async () => {
  const range = { rangeStart: "10.1.0.100", rangeEnd: "10.1.0.200", subnet: "10.1.0.0/24" }
  await define("go", [[{ ...range, gateway: "10.1.0.254" }]])
  const call = lan("go")
  const { answer, said } = await call("ADD", "c1")
  expect(answer["ips"]).toEqual([{ address: "10.1.0.100/24", gateway: "10.1.0.254" }])
  expect(said).toContain("warn")
  await define("go", [[{ subnet: "10.2.0.0/24" }]])
  expect(addressesIn((await call("ADD", "c2")).answer)).toEqual(["10.2.0.2/24"])
  expect((await call("CHECK", "c1", { fields: { prevResult: answer } })).exit).toBe(0)
  expect((await call("DEL", "c1")).exit).toBe(0)
  expect(await leaseKeys("go")).toEqual([`${keyOf("go")}/used/10.2.0.2`])
})

test("host bits of a subnet do not count, as in the Go plugin, wherever they stand", async () => {
  await define("bits", [[{ subnet: "10.51.0.5/24" }]])
  const { answer } = await lan("bits", { subnet: "10.51.0.7/24" })("ADD", "c1")
  expect(answer["ips"]).toEqual([{ address: "10.51.0.2/24", gateway: "10.51.0.1" }])
  for (const [name, ipam] of [
    ["bits-single", { subnet: "10.52.0.5/24" }],
    ["bits-ranges", { ranges: [[{ subnet: "10.52.0.5/24" }]] }],
  ] as const) {
    const first = await lan(name, ipam)("ADD", "c1")
    expect(first.answer["ips"]).toEqual([{ address: "10.52.0.2/24", gateway: "10.52.0.1" }])
    expect(first.said).not.toContain("warn")
    expect(await definitionOf(name)).toEqual([[{ subnet: "10.52.0.0/24" }]])
  }
})

test("a file need say nothing of ranges where etcd does, and must where it does not", async () => {
  const call = lan("bare", {})
  expect(await call("ADD", "c1")).toMatchObject({ exit: 1, answer: { code: 7 } })
  await define("bare", [[{ subnet: "10.3.0.0/24" }]])
  const { answer, said } = await call("ADD", "c1")
  expect(addressesIn(answer)).toEqual(["10.3.0.2/24"])
  expect(said).not.toContain("warn")
  expect((await call("STATUS")).exit).toBe(0)
  expect((await call("CHECK", "c1", { fields: { prevResult: answer } })).exit).toBe(0)
  expect((await call("DEL", "c1")).exit).toBe(0)
})

describe("a definition that is none", () => {
  test.each([
    ["no JSON", "{"],
    ["empty", ""],
    ["another's", '{"port": 80}'],
    ["of a wrong type", '[[{"subnet": 5}]]'],
    ["a number", "5"],
    ["of a subnet without room", '[[{"subnet": "10.81.0.0/31"}]]'],
    ["of sets that overlap", '[[{"subnet": "10.0.0.0/24"}], [{"subnet": "10.0.0.0/8"}]]'],
    ["of no set", "[]"],
  ])("(%s) is an error that names its key, and costs nobody anything", async (what, text) => {
    const name = `corrupt.${what.replace(/\W/g, "-")}`
    const call = lan(name)
    const { answer } = await call("ADD", "c1")
    await server.admin.put(keyOf(name), text)
    const refused = await call("ADD", "c2")
    expect(refused).toMatchObject({ exit: 1, answer: { code: 5 } })
    expect(`${refused.answer["msg"]}`).toContain(`${keyOf(name)} cannot be understood`)
    const held = { fields: { prevResult: answer } }
    expect((await call("CHECK", "c1", held)).answer).toMatchObject({ code: 5 })
    expect((await call("STATUS")).answer).toMatchObject({ code: 50 })
    expect(await leaseKeys(name)).toHaveLength(1)
    expect(await server.admin.get(keyOf(name))).toBe(text)
    expect((await call("DEL", "c1")).exit).toBe(0)
    expect(await leaseKeys(name)).toEqual([])
  })
})

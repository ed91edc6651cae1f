/** Requested addresses, free ones and those of others. */
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, ask, get, holders, putOld } = poolSite(bin, server, { ipam: { timeout: 30_000 } })

let pools = 0
const newPool = async (subnet = "10.50.0.0/24"): Promise<string> => {
  const name = `pool-${pools++}`
  await define(name, [{ subnet }])
  return name
}

const owners = async (): Promise<readonly string[]> => [
  ...(await server.admin.list("ipam/.cni-ipam/networks/lan/owners/")).keys(),
]

describe("a requested address", () => {
  test.each(["requested-ip", "requested_ip"])("can be spelled %s", async (key) => {
    const name = await newPool()
    expect(await get("c1", { name, [key]: "10.50.0.77" })).toBe("10.50.0.77")
    expect(await get("c2", { name, [key]: "10.50.0.78/16" })).toBe("10.50.0.78")
  })

  test("is taken from its holder, who is named in a warning", async () => {
    const name = await newPool()
    await get("former", { name })
    const { exit, said } = await ask("ADD", "next", [{ name, "requested-ip": "10.50.0.1" }])
    expect(exit).toBe(0)
    expect(said).toMatch(
      new RegExp(
        `warn ipam-da-consul ipam/${name}/10.50.0.1 is taken from former \\(eth0\\) for next \\(eth0\\)\n`,
      ),
    )
    expect(await holders(name)).toEqual({ "10.50.0.1": "next" })
    const prevResult = { ips: [{ address: "10.50.0.1/24" }] }
    const check = (id: string) => ask("CHECK", id, [{ name }], { fields: { prevResult } })
    expect((await check("former")).answer).toMatchObject({ code: 126 })
    expect((await check("next")).exit).toBe(0)
  })

  test("stays with the next one at the DEL of the former, of whom nothing is left", async () => {
    const name = await newPool()
    await get("old", { name })
    await get("new", { name, "requested-ip": "10.50.0.1" })
    expect((await owners()).some((key) => key.includes("/old/"))).toBe(false)
    const valid = ["old", "new"].map((containerID) => ({ containerID, ifname: "eth0" }))
    const fields = { "cni.dev/valid-attachments": valid }
    expect(await ask("GC", undefined, [], { fields })).toMatchObject({ exit: 0, said: "" })
    expect(await ask("DEL", "old", [{ name }])).toMatchObject({ exit: 0, said: "" })
    expect(await holders(name)).toEqual({ "10.50.0.1": "new" })
    expect((await owners()).some((key) => key.includes("/old/"))).toBe(false)
    await ask("DEL", "new", [{ name }])
    expect(await holders(name)).toEqual({})
    expect((await owners()).some((key) => key.includes("/new/"))).toBe(false)
  })

  test("is an error where it is held and may not be taken", async () => {
    const name = await newPool()
    await get("former", { name })
    const { answer } = await ask("ADD", "next", [
      { name, "requested-ip": "10.50.0.1", takeover: false },
    ])
    expect(answer).toMatchObject({ code: 123 })
    expect(answer["msg"]).toContain("former (eth0)")
    expect(await holders(name)).toEqual({ "10.50.0.1": "former" })
  })

  test("of the container itself is leased anew without a word, and freed once", async () => {
    const name = await newPool()
    const wish = [{ name, "requested-ip": "10.50.0.9" }]
    for (const _ of [1, 2, 3]) expect((await ask("ADD", "same", wish)).said).not.toContain("warn")
    expect(await holders(name)).toEqual({ "10.50.0.9": "same" })
    expect((await ask("DEL", "same", wish)).exit).toBe(0)
    expect(await holders(name)).toEqual({})
  })

  test("is taken from a lease of the first plugin's, whose DEL by us then leaves it alone", async () => {
    const name = await newPool()
    await putOld(name, "10.50.0.5", "rusty")
    const { said } = await ask("ADD", "next", [{ name, "requested-ip": "10.50.0.5" }])
    expect(said).toContain("is taken from rusty for next (eth0)")
    await ask("DEL", "rusty", [{ name }])
    expect(await holders(name)).toEqual({ "10.50.0.5": "next" })
  })

  test("is taken from nobody if another pool has no address", async () => {
    const name = await newPool()
    const full = await newPool("10.51.0.0/30")
    for (const id of ["x", "y"]) await get(id, { name: full })
    await get("lucky", { name })
    const { answer, said } = await ask("ADD", "next", [
      { name, "requested-ip": "10.50.0.1" },
      { name: full },
    ])
    expect(answer).toMatchObject({ code: 122 })
    expect(said).not.toContain("taken")
    expect(await holders(name)).toEqual({ "10.50.0.1": "lucky" })
  })

  test("that another network's container of the same name has taken is not ended by DEL", async () => {
    const name = await newPool()
    await get("twin", { name })
    const other = poolSite(bin, server, { name: "other" })
    await other.get("twin", { name, "requested-ip": "10.50.0.1" })
    await ask("DEL", "twin", [{ name }])
    expect(await holders(name)).toEqual({ "10.50.0.1": "twin" })
  })
})

describe("a requested address that many take at once", () => {
  test("has one holder at the end, and each loses it to one other", async () => {
    const name = await newPool()
    const wish = [{ name, "requested-ip": "10.50.0.7" }]
    const ids = Array.from({ length: 12 }, (_, index) => `c${index}`)
    const answers = await Promise.all(ids.map((id) => ask("ADD", id, wish)))
    expect(answers.map(({ exit }) => exit)).toEqual(ids.map(() => 0))
    const losers = answers.flatMap(({ said }) =>
      [...said.matchAll(/taken from (\S+) /g)].map(([, loser]) => loser),
    )
    expect(losers).toHaveLength(ids.length - 1)
    const winners = ids.filter((id) => !losers.includes(id))
    expect(winners).toHaveLength(1)
    expect(await holders(name)).toEqual({ "10.50.0.7": winners[0] })

    const others = ids.filter((id) => id !== winners[0])
    const ended = await Promise.all(others.map((id) => ask("DEL", id, wish)))
    expect(ended.map(({ exit }) => exit)).toEqual(others.map(() => 0))
    expect(await holders(name)).toEqual({ "10.50.0.7": winners[0] })
  })

  test("is the one's who was told so last, where each waits for its answer", async () => {
    const name = await newPool()
    for (const id of ["a", "b", "c"]) {
      await get(id, { name, "requested-ip": "10.50.0.7" })
      expect(await holders(name)).toEqual({ "10.50.0.7": id })
    }
  })

  test("is nobody's twice while DELs and ADDs of others go on", async () => {
    const name = await newPool("10.50.0.0/28")
    const wish = [{ name, "requested-ip": "10.50.0.7" }]
    const ids = Array.from({ length: 8 }, (_, index) => `d${index}`)
    await Promise.all(
      ids.map(async (id, index) => {
        await ask("ADD", id, index % 2 === 0 ? wish : [{ name }])
        await ask("DEL", id, [{ name }])
      }),
    )
    expect(await holders(name)).toEqual({})
  })
})

test("without takeover one of many gets the address, and the others are told who", async () => {
  const name = await newPool()
  const wish = [{ name, "requested-ip": "10.50.0.7", takeover: false }]
  const ids = Array.from({ length: 8 }, (_, index) => `c${index}`)
  const answers = await Promise.all(ids.map((id) => ask("ADD", id, wish)))
  const codes = answers.map(({ exit, answer }) => (exit === 0 ? 0 : answer["code"]))
  expect(codes.toSorted()).toEqual([0, ...Array.from({ length: 7 }, () => 123)])
})

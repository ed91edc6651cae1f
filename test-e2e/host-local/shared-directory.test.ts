/** Debian's Go plugin and ours on one directory, at the same time and in turn. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { tool } from "../tools/debian.js"
import { given } from "./result.js"
import { containers, type Site, siteOf } from "./site.js"

const go = await tool("host-local")
const ours = await builtPlugin("host-local")

const succeeded = ({ exit }: PluginOutcome): boolean => exit === 0

const goFirst = (index: number): string => (index % 2 === 0 ? go : ours)
const oursFirst = (index: number): string => goFirst(index + 1)

/** All at once. */
const everybody = (
  { call }: Site,
  command: string,
  count: number,
  program: (index: number) => string,
): Promise<readonly PluginOutcome[]> =>
  Promise.all(containers(count).map((id, index) => call(program(index), command, id)))

describe("at the same time, the two programs", () => {
  test("give 300 containers an address each, and give back each other's", async () => {
    const site = await siteOf("10.0.0.0/16")
    const addresses = (await everybody(site, "ADD", 300, goFirst)).map(given)
    expect(new Set(addresses).size).toBe(300)
    expect(await site.leases()).toEqual(
      Object.fromEntries(
        addresses.map((address, index) => [address.replace("/16", ""), `c${index}\r\neth0`]),
      ),
    )
    const ended = await everybody(site, "DEL", 300, oursFirst)
    expect(ended.filter(succeeded)).toHaveLength(300)
    expect(await site.leases()).toEqual({})
  })

  test("give each of the 253 addresses of a /24 to one container", async () => {
    const site = await siteOf("10.0.0.0/24")
    const answers = await everybody(site, "ADD", 300, goFirst)
    const addresses = answers.filter(succeeded).map(given)
    expect(addresses).toHaveLength(253)
    expect(new Set(addresses).size).toBe(253)
    expect(Object.keys(await site.leases())).toHaveLength(253)
    const refusals = answers.filter((answer) => !succeeded(answer)).map(given)
    expect([...new Set(refusals)]).toEqual([
      "failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.254",
    ])
  })

  test("lose nothing while containers come and go", async () => {
    const { call, leases } = await siteOf("10.0.0.0/26")
    const comeAndGo = async (id: string, index: number): Promise<void> => {
      for (let turn = index; turn < index + 3; turn++) {
        expect(given(await call(goFirst(turn), "ADD", id))).toMatch(/^10\.0\.0\.\d+\/26$/)
        await call(oursFirst(turn), "DEL", id)
      }
      await call(goFirst(index), "ADD", id)
    }
    await Promise.all(containers(40).map(comeAndGo))
    const expected = containers(40).map((id) => `${id}\r\neth0`)
    expect(Object.values(await leases()).sort()).toEqual(expected.sort())

    for (const [index, id] of containers(62).slice(40).entries())
      await call(goFirst(index), "ADD", id)
    expect(Object.keys(await leases())).toHaveLength(61)
  })
})

describe.each([
  ["Go", "ours", go, ours],
  ["ours", "Go", ours, go],
] as const)("after a change from %s to %s", (_before, _after, first, second) => {
  test("addresses go on where they were, there and back", async () => {
    const { call } = await siteOf("10.0.0.0/29")
    expect(given(await call(first, "ADD", "c1"))).toBe("10.0.0.2/29")
    expect(given(await call(first, "ADD", "c2"))).toBe("10.0.0.3/29")
    expect(given(await call(second, "ADD", "c3"))).toBe("10.0.0.4/29")
    expect(await call(second, "DEL", "c1")).toMatchObject({ exit: 0, stdout: "" })
    expect(given(await call(second, "ADD", "c4"))).toBe("10.0.0.5/29")
    expect(await call(first, "DEL", "c3")).toMatchObject({ exit: 0, stdout: "" })
    expect(given(await call(first, "ADD", "c5"))).toBe("10.0.0.6/29")
    expect(given(await call(second, "ADD", "c6"))).toBe("10.0.0.2/29")
    expect(given(await call(first, "ADD", "c7"))).toBe("10.0.0.4/29")
    expect(given(await call(second, "ADD", "c8"))).toContain("no IP addresses available")
  })

  test("a container that has an address gets no second one, and keeps the first", async () => {
    const { call, leases } = await siteOf("10.0.0.0/29")
    await call(first, "ADD", "c1")
    expect(given(await call(second, "ADD", "c1"))).toContain("duplicate allocation is not allowed")
    expect(await leases()).toEqual({ "10.0.0.2": "c1\r\neth0" })
  })

  test("CHECK finds what is there, and nothing else", async () => {
    const { call } = await siteOf("10.0.0.0/29")
    await call(first, "ADD", "c1")
    expect(await call(second, "CHECK", "c1")).toMatchObject({ exit: 0, stdout: "" })
    expect((await call(second, "CHECK", "c2")).exit).toBe(1)
    await call(first, "DEL", "c1")
    expect((await call(second, "CHECK", "c1")).exit).toBe(1)
  })

  test("a lease of an old plugin, which names no interface, is still one", async () => {
    const { call, dataDir, leases } = await siteOf("10.0.0.0/29")
    await call(first, "ADD", "c1")
    await writeFile(join(dataDir, "lan/10.0.0.3"), "old")
    expect((await call(second, "CHECK", "old")).exit).toBe(0)
    expect(given(await call(second, "ADD", "old"))).toContain("duplicate allocation is not allowed")
    expect(given(await call(second, "ADD", "c2"))).toBe("10.0.0.4/29")
    expect((await call(second, "DEL", "old")).exit).toBe(0)
    expect(Object.keys(await leases())).toEqual(["10.0.0.2", "10.0.0.4"])
  })
})

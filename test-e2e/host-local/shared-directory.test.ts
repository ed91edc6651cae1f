/** Debian's Go plugin and ours on one directory, in turn and at the same time. */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"
import { tool } from "../tools/debian.js"
import { parseObject } from "./json.js"
import { leasesIn } from "./lease-files.js"

const go = await tool("host-local")
const ours = await builtPlugin("host-local")

interface Site {
  readonly dataDir: string
  /** Runs a command for `eth0` of a container by one of the two programs. */
  readonly call: (path: string, command: string, containerId: string) => Promise<PluginOutcome>
  /** The content of each lease file by its address. */
  readonly leases: () => Promise<Readonly<Record<string, string>>>
}

const siteOf = async (subnet: string): Promise<Site> => {
  const dataDir = await folderForTest()
  const ipam = { type: "host-local", dataDir, ranges: [[{ subnet }]] }
  const config = { cniVersion: "1.0.0", name: "lan", ipam }
  return {
    dataDir,
    call: (path, command, containerId) => runPlugin({ path, command, containerId, config }),
    leases: () => leasesIn(dataDir, "lan"),
  }
}

/** The address that ADD gave, or why it gave none. */
const given = ({ exit, stdout }: PluginOutcome): string => {
  const { ips, msg } = parseObject(stdout)
  const [first] = Array.isArray(ips) ? ips : []
  return exit === 0 ? `${first?.address}` : `${msg}`
}

const succeeded = ({ exit }: PluginOutcome): boolean => exit === 0

const containers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `c${index}`)

/** Every other one is for Go, or with `other` for ours. */
const halves = (index: number): string => (index % 2 === 0 ? go : ours)
const otherHalves = (index: number): string => halves(index + 1)

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
    const addresses = (await everybody(site, "ADD", 300, halves)).map(given)
    expect(new Set(addresses).size).toBe(300)
    const expected = addresses.map((address, index) => [
      address.replace("/16", ""),
      `c${index}\r\neth0`,
    ])
    expect(await site.leases()).toEqual(Object.fromEntries(expected))

    const ended = await everybody(site, "DEL", 300, otherHalves)
    expect(ended.filter(succeeded)).toHaveLength(300)
    expect(await site.leases()).toEqual({})
  })

  test("give each of the 253 addresses of a /24 to one container", async () => {
    const site = await siteOf("10.0.0.0/24")
    const answers = await everybody(site, "ADD", 300, halves)
    const addresses = answers.filter(succeeded).map(given)
    expect(addresses).toHaveLength(253)
    expect(new Set(addresses).size).toBe(253)
    expect(Object.keys(await site.leases())).toHaveLength(253)
    expect(new Set(answers.filter((one) => !succeeded(one)).map(given))).toEqual(
      new Set([
        "failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.254",
      ]),
    )
  })

  test("lose nothing while containers come and go", async () => {
    const site = await siteOf("10.0.0.0/26")
    const comeAndGo = async (id: string, index: number): Promise<void> => {
      for (let turn = 0; turn < 3; turn++) {
        await site.call(halves(index + turn), "ADD", id)
        await site.call(otherHalves(index + turn), "DEL", id)
      }
      expect(given(await site.call(halves(index), "ADD", id))).toMatch(/^10\.0\.0\.\d+\/26$/)
    }
    await Promise.all(containers(40).map(comeAndGo))
    const held = Object.values(await site.leases())
    expect(held.sort()).toEqual(
      containers(40)
        .map((id) => `${id}\r\neth0`)
        .sort(),
    )

    const rest = containers(62).slice(40)
    for (const [index, id] of rest.entries()) await site.call(halves(index), "ADD", id)
    expect(Object.keys(await site.leases())).toHaveLength(61)
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
    await mkdir(join(dataDir, "lan"))
    await call(first, "ADD", "c1")
    await writeFile(join(dataDir, "lan/10.0.0.3"), "old")
    expect((await call(second, "CHECK", "old")).exit).toBe(0)
    expect(given(await call(second, "ADD", "old"))).toContain("duplicate allocation is not allowed")
    expect(given(await call(second, "ADD", "c2"))).toBe("10.0.0.4/29")
    expect((await call(second, "DEL", "old")).exit).toBe(0)
    expect(Object.keys(await leases())).toEqual(["10.0.0.2", "10.0.0.4"])
  })
})

describe.each([
  ["Go", go],
  ["ours", ours],
])("when somebody removes files by hand, %s", (_name, program) => {
  test("hands out again what was removed", async () => {
    const site = await siteOf("10.0.0.0/29")
    const { call, dataDir } = site
    await everybody(site, "ADD", 5, halves)
    await rm(join(dataDir, "lan/10.0.0.4"))
    expect(given(await call(program, "ADD", "next"))).toBe("10.0.0.4/29")
    expect(given(await call(program, "ADD", "last"))).toContain("no IP addresses available")
  })

  test("no longer finds what was removed, and lets go of it", async () => {
    const { call, dataDir } = await siteOf("10.0.0.0/29")
    await call(ours, "ADD", "c1")
    await rm(join(dataDir, "lan/10.0.0.2"))
    expect((await call(program, "CHECK", "c1")).exit).toBe(1)
    expect((await call(program, "DEL", "c1")).exit).toBe(0)
    expect(given(await call(program, "ADD", "c1"))).toBe("10.0.0.3/29")
  })

  test("begins anew without the network's directory", async () => {
    const site = await siteOf("10.0.0.0/29")
    const { call, dataDir, leases } = site
    await everybody(site, "ADD", 3, halves)
    await rm(join(dataDir, "lan"), { recursive: true })
    expect((await call(program, "DEL", "c0")).exit).toBe(0)
    expect((await call(program, "CHECK", "c1")).exit).toBe(1)
    expect(given(await call(program, "ADD", "c1"))).toBe("10.0.0.2/29")
    expect(await leases()).toEqual({ "10.0.0.2": "c1\r\neth0" })
  })

  test("begins anew without anything", async () => {
    const site = await siteOf("10.0.0.0/29")
    const { call, dataDir, leases } = site
    await everybody(site, "ADD", 3, halves)
    for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true })
    expect(given(await call(program, "ADD", "c1"))).toBe("10.0.0.2/29")
    expect(await leases()).toEqual({ "10.0.0.2": "c1\r\neth0" })
  })

  test("goes on without our index", async () => {
    const site = await siteOf("10.0.0.0/29")
    const { call, dataDir } = site
    for (const id of containers(3)) await call(ours, "ADD", id)
    await rm(join(dataDir, ".cni-ipam"), { recursive: true })
    expect((await call(program, "CHECK", "c1")).exit).toBe(0)
    expect((await call(program, "DEL", "c1")).exit).toBe(0)
    expect(given(await call(program, "ADD", "c3"))).toBe("10.0.0.5/29")
    expect(given(await call(ours, "ADD", "c4"))).toBe("10.0.0.6/29")
    expect(given(await call(ours, "ADD", "c5"))).toBe("10.0.0.3/29")
  })
})

/** An operator removes files by hand, in a directory that both programs have worked on. */
import { readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { tool } from "../tools/debian.js"
import { given } from "./result.js"
import { containers, type Site, siteOf } from "./site.js"

const go = await tool("host-local")
const ours = await builtPlugin("host-local")

/** 10.0.0.2 and so on, given by both programs in turn. */
const withLeases = async (count: number): Promise<Site> => {
  const site = await siteOf("10.0.0.0/29")
  for (const [index, id] of containers(count).entries())
    expect(given(await site.call(index % 2 === 0 ? ours : go, "ADD", id))).toBe(
      `10.0.0.${index + 2}/29`,
    )
  return site
}

describe.each([
  ["Go", go],
  ["ours", ours],
])("after files were removed by hand, %s", (_name, program) => {
  test("hands out again what was removed", async () => {
    const { call, dataDir } = await withLeases(5)
    await rm(join(dataDir, "lan/10.0.0.4"))
    expect(given(await call(program, "ADD", "next"))).toBe("10.0.0.4/29")
    expect(given(await call(program, "ADD", "last"))).toContain("no IP addresses available")
  })

  test("no longer finds what was removed, and lets go of it", async () => {
    const { call, dataDir } = await withLeases(2)
    await rm(join(dataDir, "lan/10.0.0.3"))
    expect((await call(program, "CHECK", "c1")).exit).toBe(1)
    expect((await call(program, "DEL", "c1")).exit).toBe(0)
    expect(given(await call(program, "ADD", "c1"))).toBe("10.0.0.4/29")
  })

  test("begins anew without the network's directory", async () => {
    const { call, dataDir, leases } = await withLeases(3)
    await rm(join(dataDir, "lan"), { recursive: true })
    expect((await call(program, "DEL", "c0")).exit).toBe(0)
    expect((await call(program, "CHECK", "c1")).exit).toBe(1)
    expect(given(await call(program, "ADD", "c1"))).toBe("10.0.0.2/29")
    expect(await leases()).toEqual({ "10.0.0.2": "c1\r\neth0" })
  })

  test("begins anew without anything", async () => {
    const { call, dataDir, leases } = await withLeases(3)
    for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true })
    expect(given(await call(program, "ADD", "c1"))).toBe("10.0.0.2/29")
    expect(await leases()).toEqual({ "10.0.0.2": "c1\r\neth0" })
  })

  test("goes on without our index", async () => {
    const { call, dataDir } = await withLeases(3)
    await rm(join(dataDir, ".cni-ipam"), { recursive: true })
    expect((await call(program, "CHECK", "c1")).exit).toBe(0)
    expect((await call(program, "DEL", "c1")).exit).toBe(0)
    expect(given(await call(program, "ADD", "c3"))).toBe("10.0.0.5/29")
    expect(given(await call(ours, "ADD", "c4"))).toBe("10.0.0.6/29")
    expect(given(await call(ours, "ADD", "c5"))).toBe("10.0.0.3/29")
  })
})

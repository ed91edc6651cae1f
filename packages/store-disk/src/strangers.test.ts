import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { allocate, collectGarbage, explainAllocationError, leases } from "@cni-ipam/core"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Place } from "./test/place.js"
import { answer, newPlace, owner, smallPool } from "./test/place.js"

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => place.destroy())

describe("a directory that others change", () => {
  it("gives an address again whose file was removed by hand", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await place.add(name)
    place.remove("10.0.0.4")
    expect(await place.add("f")).toEqual(["10.0.0.4"])
  })

  it("does not give an address whose file somebody else made", async () => {
    await place.add("a")
    place.write("10.0.0.3", "stranger\r\neth0")
    expect(await place.add("b")).toEqual(["10.0.0.4"])
  })

  it("knows who holds what somebody else made", async () => {
    await place.add("a")
    place.write("10.0.0.5", "stranger\r\neth0")
    expect(await place.del("stranger")).toEqual(["10.0.0.5"])
    expect(place.files()).toEqual(["10.0.0.2"])
  })

  it("lets a container go on whose lease was removed by hand", async () => {
    await place.add("a")
    place.remove("10.0.0.2")
    expect(await place.add("a")).toEqual(["10.0.0.3"])
  })

  it("does not end a lease that went to somebody else meanwhile", async () => {
    await place.add("a")
    place.remove("10.0.0.2")
    place.write("10.0.0.2", "stranger\r\neth0")
    expect(await place.del("a")).toEqual([])
    expect(place.files()).toEqual(["10.0.0.2"])
  })

  it("starts anew when the whole directory was removed", async () => {
    await place.add("a")
    rmSync(`${place.dataDir}/lan`, { recursive: true })
    expect(await place.add("a")).toEqual(["10.0.0.2"])
  })

  it("works on when only the index was removed", async () => {
    await place.add("a")
    rmSync(place.indexFolder, { recursive: true })
    expect(await place.add("b")).toEqual(["10.0.0.3"])
    expect(await place.del("a")).toEqual(["10.0.0.2"])
  })

  it("keeps the details of the leases that are left, and no record of whose leases are gone", async () => {
    for (const name of ["a", "b"]) await place.add(name)
    place.remove("10.0.0.2")
    await place.add("c")
    expect(readdirSync(`${place.indexFolder}/owners`).sort()).toEqual(["b:eth0", "c:eth0"])
  })

  it("leases the other addresses where one cannot be read, from the first lease on", async () => {
    mkdirSync(`${place.dataDir}/lan/10.0.0.2`, { recursive: true })
    expect(await place.add("a")).toEqual(["10.0.0.3"])
    expect(place.warnings.join()).toContain("10.0.0.2")
    expect(await place.del("a")).toEqual(["10.0.0.3"])
  })

  it("takes no file for a lease whose name is no address", async () => {
    await place.add("a")
    place.write("notes.txt", "a\r\neth0")
    place.write("lock", "a\r\neth0")
    place.write("last_reserved_ip.9", "a\r\neth0")
    expect(await place.del("a")).toEqual(["10.0.0.2"])
    expect(place.read("lock")).toBe("a\r\neth0")
    expect(place.read("notes.txt")).toBe("a\r\neth0")
    expect(place.read("last_reserved_ip.9")).toBe("a\r\neth0")
  })

  it("starts at the beginning when the round-robin position makes no sense", async () => {
    await place.add("a")
    await place.del("a")
    place.write("last_reserved_ip.0", "10.0.0.4\n")
    expect(await place.add("b")).toEqual(["10.0.0.2"])
  })
})

describe.each([
  ["torn", ""],
  ["cut off", '{"containerId":"a","ifname":"eth0","held":[{"addr'],
  ["of another kind", "{}"],
])("a record of an owner that is %s", (_how, content) => {
  const record = () => `${place.indexFolder}/owners/a:eth0`

  beforeEach(async () => {
    for (const name of ["a", "b"]) await place.add(name)
    writeFileSync(record(), content === "" ? "\0".repeat(100) : content)
  })

  it("keeps nobody from ending the leases", async () => {
    expect(await place.del("a")).toEqual(["10.0.0.2"])
    expect(place.files()).toEqual(["10.0.0.3"])
    expect(place.warnings).toEqual([expect.stringContaining(record())])
  })

  it("keeps nobody from listing them, nor GC from freeing them", async () => {
    const { store } = place
    expect((await answer(leases(store)("lan"))).problems).toEqual([])
    const report = await answer(collectGarbage(store)({ network: "lan", node: "n1", valid: [] }))
    expect(report).toMatchObject({ problems: [], failures: [] })
    expect(place.files()).toEqual([])
  })

  it("makes nobody forget that the container has a lease", async () => {
    expect(await allocate(place.store)({ pool: smallPool, owner: owner("a") })()).toMatchObject({
      left: { _tag: "AlreadyLeased" },
    })
  })
})

describe("files that no plugin writes", () => {
  it.each([
    ["an empty one", "", "it was empty"],
    ["one of zero bytes", "\0\0\0\0", "it named no container"],
    ["one of spaces", " \r\n", "it named no container"],
    ["one that is too long", "an odd name ".repeat(500), "it named no container"],
  ])("%s is removed, reported, and its address given again", async (_, content, reason) => {
    await place.add("a")
    place.write("10.0.0.3", content)
    expect(await place.add("b")).toEqual(["10.0.0.3"])
    expect(place.warnings).toEqual([`removed ${place.dataDir}/lan/10.0.0.3: ${reason}`])
  })

  it.each([
    ["a long container id", `${"a".repeat(5000)}\r\neth0`],
    ["a control character in the interface", "c1\r\ne\u0001h"],
    ["no text in the interface", Buffer.from([0x63, 0x31, 0x0d, 0x0a, 0x65, 0xff])],
  ])("but one that the Go plugin writes with %s is a lease", async (_, content) => {
    await place.add("a")
    writeFileSync(`${place.dataDir}/lan/10.0.0.3`, content)
    expect(await place.add("b")).toEqual(["10.0.0.4"])
    expect(place.warnings).toEqual([])
    expect(place.files()).toContain("10.0.0.3")
  })

  it("a file that is named by an address in another spelling is none of a lease", async () => {
    await place.add("a")
    place.write("::ffff:10.0.0.3", "c1\r\neth0")
    expect(await place.add("b")).toEqual(["10.0.0.3"])
    expect(await place.del("c1")).toEqual([])
    expect(place.files()).toContain("::ffff:10.0.0.3")
  })

  it("a lease of a plugin of old, which names no interface, belongs to its container", async () => {
    await place.add("a")
    place.write("10.0.0.3", "old\n")
    expect(await place.del("old")).toEqual(["10.0.0.3"])
  })

  it("GC frees what names a container that no runtime has, whatever it is called", async () => {
    await place.add("a")
    place.write("10.0.0.3", "/odd name")
    const query = { network: "lan", node: "n1", valid: [owner("a")] }
    const { released } = await answer(collectGarbage(place.store)(query))
    expect(released.map((lease) => lease.owner.containerId)).toEqual(["/odd name"])
    expect(place.files()).toEqual(["10.0.0.2"])
  })
})

describe("a range that seems exhausted", () => {
  it("says so", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await place.add(name)
    const result = await allocate(place.store)({ pool: smallPool, owner: owner("f") })()
    expect(result._tag === "Left" && explainAllocationError(result.left)).toBe(
      "no IP addresses available in range set: 10.0.0.1-10.0.0.6",
    )
  })
})

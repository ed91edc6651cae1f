import type { Documents, Store } from "@cni-ipam/core"
import { formatCidr, memoryStore } from "@cni-ipam/core"
import fc from "fast-check"
import { none, some } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { subnetsOverlap } from "./subnet.js"
import { subnetKey } from "./subnet-keys.js"
import { cidr } from "./test/cidr.js"
import { contentOf, testDriver } from "./test/driver.js"

/** The driver's requests for documents, by name. */
const counted = (): { readonly store: Store; readonly calls: string[] } => {
  const store = memoryStore()
  const calls: string[] = []
  const noting =
    <A extends readonly unknown[], B>(name: string, call: (...args: A) => B) =>
    (...args: A): B => {
      calls.push(name)
      return call(...args)
    }
  const documents: Documents = {
    read: noting("read", store.documents.read),
    find: noting("find", store.documents.find),
    list: noting("list", store.documents.list),
    commit: noting("commit", store.documents.commit),
  }
  return { store: { ...store, documents }, calls }
}

const poolIn = (answer: object): string | undefined =>
  "Pool" in answer ? `${answer.Pool}` : undefined

/** As other programs would, who know of no ledger. */
const write = async (store: Store, text: string): Promise<void> => {
  const key = subnetKey(cidr(text))
  await store.documents.commit([{ key, expected: none, value: some(`{"address":"${text}"}`) }])()
}

const erase = async (store: Store, text: string): Promise<void> => {
  const found = await store.documents.read(subnetKey(cidr(text)))()
  if (found._tag === "Left" || found.right._tag === "None") return
  const { key, version } = found.right.value
  await store.documents.commit([{ key, expected: some(version), value: none }])()
}

describe("a new pool", () => {
  it("takes as many requests among a thousand as among few, wherever there is room", async () => {
    const { store, calls } = counted()
    const driver = testDriver(store)
    const make = async (name: string, more = {}) => {
      calls.length = 0
      const answer = poolIn(await driver.pool(name, more))
      return [answer, calls.join(" ")]
    }
    expect(await make("first")).toEqual(["10.80.0.0/24", "find list commit"])
    for (let index = 1; index < 1000; index++)
      expect(await make(`p${index}`)).toEqual([
        `10.${80 + (index >> 8)}.${index & 255}.0/24`,
        "find find commit",
      ])
    for (let index = 1; index < 1000; index += 2) await driver.releasePool(`p${index}`)
    expect(await make("gap")).toEqual(["10.80.1.0/24", "find find commit"])
    expect(await make("next")).toEqual(["10.80.3.0/24", "find find commit"])
    const small = { Pool: "10.80.5.128/26" }
    expect(await make("static", small)).toEqual(["10.80.5.128/26", "find find commit"])
    expect(await make("behind")).toEqual(["10.80.7.0/24", "find find commit"])
    await driver.releasePool("static")
    expect(await make("again")).toEqual(["10.80.5.0/24", "find find commit"])
  })

  it("is made beside subnets that other programs have written, of which it did not know", async () => {
    const { store, calls } = counted()
    const driver = testDriver(store)
    await driver.pool("a")
    await write(store, "10.80.1.0/24")
    await write(store, "10.80.2.64/26")
    expect(poolIn(await driver.pool("b"))).toBe("10.80.3.0/24")
    await write(store, "10.80.4.0/22")
    expect(await driver.pool("c", { Pool: "10.80.6.64/26" })).toMatchObject({
      Error: expect.stringContaining("Conflict with network 10.80.4.0/22"),
    })
    expect(poolIn(await driver.pool("d"))).toBe("10.80.8.0/24")
    for (let index = 9; index < 15; index++) await write(store, `10.80.${index}.0/24`)
    calls.length = 0
    expect(poolIn(await driver.pool("f"))).toBe("10.80.15.0/24")
    expect(calls.join(" ")).toBe("find find find find list commit")
  })

  it("finds the room of subnets that other programs have removed, when there is no other", async () => {
    const { store } = counted()
    const driver = testDriver(store)
    await write(store, "10.80.0.0/13")
    await write(store, "10.88.0.0/13")
    expect(await driver.pool("a")).toMatchObject({ Error: expect.stringContaining("exhausted") })
    await erase(store, "10.88.0.0/13")
    expect(poolIn(await driver.pool("a"))).toBe("10.88.0.0/24")
    await erase(store, "10.80.0.0/13")
    expect(poolIn(await driver.pool("b"))).toBe("10.88.1.0/24")
  })

  it("that is the last one to go leaves nothing, and others' subnets alone", async () => {
    const { store } = counted()
    const driver = testDriver(store)
    await driver.pool("a")
    await driver.pool("b")
    await write(store, "10.80.9.0/24")
    await driver.releasePool("a")
    await driver.releasePool("b")
    expect(await contentOf(store)).toEqual(["subnets/10.80.9.0"])
    await erase(store, "10.80.9.0/24")
    await driver.pool("a", { V6: true })
    await driver.release("a~6", await driver.address("a~6"))
    await driver.address("a~6")
    expect(await store.networks()).toMatchObject({ right: ["a"] })
    await driver.releasePool("a~6")
    expect(await contentOf(store)).toEqual([])
    expect(await store.documents.list([])()).toMatchObject({ right: [] })
    expect(await store.networks()).toMatchObject({ right: [] })
  })
})

type Step =
  | { readonly _tag: "Dynamic"; readonly network: number; readonly node: number }
  | {
      readonly _tag: "Static"
      readonly network: number
      readonly node: number
      readonly subnet: string
    }
  | { readonly _tag: "Release"; readonly network: number }
  | { readonly _tag: "Write"; readonly subnet: string }

const network = fc.nat(9)
const node = fc.nat(1)
/** Of all sizes, in and around a supernet of eight blocks. */
const subnet = fc
  .tuple(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 22, max: 30 }))
  .map(([host, length]) => {
    const { network: start } = cidr(`10.80.${host >> 8}.${host & 255}/${length}`)
    return formatCidr({ ...cidr(`10.80.0.0/${length}`), address: start })
  })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ _tag: fc.constant("Dynamic"), network, node }) },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant("Static"), network, node, subnet }) },
  { weight: 5, arbitrary: fc.record({ _tag: fc.constant("Release"), network }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Write"), subnet }) },
)

describe("pools made and released in any order, on two nodes, beside others' subnets", () => {
  it("get the first room there is, and overlap nothing", async () => {
    const block = { block: cidr("10.80.0.0/24"), length: 27 }
    const blocks = Array.from({ length: 8 }, (_, index) => `10.80.0.${index * 32}/27`)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const store = memoryStore()
        const supernets = { 4: block, 6: { block: cidr("fd80::/48"), length: 64 } }
        const nodes = [
          testDriver(store, "n0", Date.now, supernets),
          // This one cuts the supernet otherwise.
          testDriver(store, "n1", Date.now, { ...supernets, 4: { ...block, length: 26 } }),
        ]
        const pools = new Map<string, { readonly subnet: string; readonly node: number }>()
        const others: string[] = []
        const isFree = (text: string) =>
          ![...others, ...[...pools.values()].map((one) => one.subnet)].some((one) =>
            subnetsOverlap(cidr(one), cidr(text)),
          )
        for (const one of steps) {
          if (one._tag === "Write") {
            if (!isFree(one.subnet)) continue
            others.push(one.subnet)
            await write(store, one.subnet)
            continue
          }
          const name = `p${one.network}`
          const held = pools.get(name)
          if (one._tag === "Release") {
            if (held !== undefined) await nodes[held.node]?.releasePool(name)
            pools.delete(name)
            continue
          }
          if (held !== undefined) continue
          const asked = one._tag === "Static" ? one.subnet : ""
          const candidates =
            one._tag === "Static"
              ? [one.subnet]
              : one.node === 0
                ? blocks
                : blocks
                    .filter((_, index) => index % 2 === 0)
                    .map((text) => text.replace("/27", "/26"))
          const expected = candidates.find(isFree)
          const answer = (await nodes[one.node]?.pool(name, { Pool: asked })) ?? {}
          expect(poolIn(answer)).toBe(expected)
          if (expected !== undefined) pools.set(name, { subnet: expected, node: one.node })
        }
        for (const [name, held] of pools) await nodes[held.node]?.releasePool(name)
        expect(await contentOf(store)).toEqual(
          others.map((text) => subnetKey(cidr(text)).join("/")).sort(),
        )
      }),
      { numRuns: 300 },
    )
  })
})

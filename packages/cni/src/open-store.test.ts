import type { Store, StoreContext, StoreDriver, StoreError } from "@cni-ipam/core"
import { defineStore, memoryStore, Text } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

/** A plugin whose stores remember how they were opened and closed. */
const observed = (
  store: Store = memoryStore(),
  closing: TE.TaskEither<StoreError, void> = TE.right(undefined),
) => {
  const seen: { opened: [string, unknown, string][]; closed: number } = { opened: [], closed: 0 }
  const driver = (name: string): StoreDriver => ({
    open: (options, { node, surroundings }) => {
      seen.opened.push([name, Object.assign({}, surroundings, options), node])
      const close: typeof closing = () => {
        seen.closed++
        return closing()
      }
      return TE.right({ ...store, close })
    },
  })
  const plugin = { ...memoryPlugin(), stores: { disk: driver("disk"), etcd: driver("etcd") } }
  return { plugin, seen }
}

describe("the store", () => {
  it("is the plugin's own where none is asked for, with the ipam object as its options", async () => {
    const { plugin, seen } = observed()
    const input = config({}, { dataDir: "/data" })
    await call(plugin, "DEL", input)
    expect(seen.opened).toEqual([["disk", input.ipam, "localhost"]])
  })

  it.each([["etcd"], [{ type: "etcd" }]])("is the one asked for by %j", async (store) => {
    const { plugin, seen } = observed()
    await call(plugin, "DEL", config({}, { store }))
    expect(seen.opened).toMatchObject([["etcd", {}, "localhost"]])
  })

  it("has the options of the store object before those of the ipam object", async () => {
    const { plugin, seen } = observed()
    const ipam = { dataDir: "/ipam", other: 1, store: { type: "etcd", dataDir: "/store" } }
    await call(plugin, "DEL", config({}, ipam))
    expect(seen.opened).toMatchObject([["etcd", { dataDir: "/store", other: 1 }, "localhost"]])
  })

  it("is told the node of the configuration, or else the name of the host", async () => {
    const { plugin, seen } = observed()
    await call(plugin, "DEL", config({}, { node: "node-7" }))
    await call(plugin, "DEL", config({}, { node: "" }))
    expect(seen.opened.map(([, , node]) => node)).toEqual(["node-7", "localhost"])
  })

  it.each(["redis", "constructor", "__proto__", ""])("cannot be %j", async (store) => {
    const { plugin, seen } = observed()
    const { answer } = await call(plugin, "DEL", config({}, { store }))
    expect(answer).toMatchObject({
      code: 7,
      msg: `ipam.store: ${JSON.stringify(store)} is not known; there is disk, etcd`,
    })
    expect(seen.opened).toEqual([])
  })
})

it("refuses an option that the store does not have where it stands with the store", async () => {
  const plugin = {
    ...memoryPlugin(),
    stores: { disk: defineStore({ dataDir: Text }, () => TE.right(memoryStore())) },
  }
  const refused = await call(
    plugin,
    "ADD",
    config({}, { store: { type: "disk", tokne: "secret" } }),
  )
  expect(refused.answer).toMatchObject({
    code: 7,
    msg: "ipam.store.tokne: the store has no such option; there is dataDir",
  })
  const elsewhere = { tokne: "secret", store: { TYPE: "disk", datadir: "/a" } }
  expect((await call(plugin, "ADD", config({}, elsewhere))).exitCode).toBe(0)
})

describe("an option of the store that cannot be", () => {
  const plugin = {
    ...memoryPlugin(),
    stores: { disk: defineStore({ dataDir: Text }, () => TE.right(memoryStore())) },
  }

  it.each([
    [{ dataDir: 5 }, "ipam.dataDir must be a string, found 5"],
    [{ store: { type: "disk", dataDir: 5 } }, "ipam.store.dataDir must be a string, found 5"],
  ])("is named with its path: %j", async (ipam, msg) => {
    const { answer } = await call(plugin, "ADD", config({}, ipam))
    expect(answer).toMatchObject({ code: 6, msg })
  })
})

describe("after the command, the store", () => {
  it("is closed", async () => {
    const { plugin, seen } = observed()
    await call(plugin, "ADD", config())
    expect(seen.closed).toBe(1)
  })

  it("is closed though the command failed", async () => {
    const { plugin, seen } = observed()
    const { exitCode } = await call(plugin, "CHECK", config())
    expect([exitCode, seen.closed]).toEqual([1, 1])
  })

  it("is closed though it has a bug", async () => {
    const view = () => () => Promise.reject(new Error("a bug"))
    const { plugin, seen } = observed({ ...memoryStore(), view })
    const { answer } = await call(plugin, "ADD", config())
    expect(answer).toMatchObject({ code: 999, msg: "a bug" })
    expect(seen.closed).toBe(1)
  })

  it("may fail to close: the addresses are leased all the same", async () => {
    const error: StoreError = { _tag: "Unavailable", operation: "close", subject: "x", reason: "r" }
    const { plugin } = observed(memoryStore(), TE.left(error))
    const { exitCode, errors } = await call(plugin, "ADD", config())
    expect(exitCode).toBe(0)
    expect(errors).toMatch(/ warn host-local cannot close x: r\n$/)
  })
})

it("writes the warnings of the store into the log", async () => {
  const driver = defineStore({}, (_, { warn }: StoreContext) => {
    warn("an empty file was in the way")
    return TE.right(memoryStore())
  })
  const plugin = { ...memoryPlugin(), stores: { disk: driver } }
  const { exitCode, errors } = await call(plugin, "DEL", config())
  expect(exitCode).toBe(0)
  expect(errors).toMatch(/ warn host-local an empty file was in the way\n$/)
})

import type { Store, StoreError } from "@cni-ipam/core"
import { memoryStore } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const quiet = { exitCode: 0, output: "", errors: "" }
const env = { CNI_CONTAINERID: "", CNI_NETNS: "", CNI_IFNAME: "", CNI_ARGS: "" }

const unavailable: StoreError = {
  _tag: "Unavailable",
  operation: "reach",
  subject: "127.0.0.1:2379",
  reason: "connection refused",
}

describe("STATUS", () => {
  it("says nothing when an ADD could succeed", async () => {
    expect(await call(memoryPlugin(), "STATUS", config(), { env })).toMatchObject(quiet)
  })

  it("says which range set is exhausted", async () => {
    const plugin = memoryPlugin()
    const ranges = [[{ subnet: "fd00::/64" }], [{ subnet: "10.0.0.0/30" }]]
    await call(plugin, "ADD", config({}, { ranges }))
    expect(await call(plugin, "STATUS", config({}, { ranges }), { env })).toMatchObject({
      exitCode: 1,
      answer: {
        cniVersion: "1.1.0",
        code: 50,
        msg: "no IP addresses available in range set: 10.0.0.1-10.0.0.2",
      },
    })
  })

  it.each<[string, Partial<Store>]>([
    ["is not there", { status: () => TE.left(unavailable) }],
    ["fails when it is asked for a free address", { free: () => TE.left(unavailable) }],
  ])("says why when the store %s", async (_, broken) => {
    const plugin = memoryPlugin({ ...memoryStore(), ...broken })
    expect((await call(plugin, "STATUS", config(), { env })).answer).toEqual({
      cniVersion: "1.1.0",
      code: 50,
      msg: "the store of the leases is not ready",
      details: "cannot reach 127.0.0.1:2379: connection refused",
    })
  })

  it.each<StoreError>([
    unavailable,
    { _tag: "Busy", subject: "lock", waitedMs: 5 },
    { _tag: "Corrupt", subject: "10.0.0.2", reason: "it is empty" },
  ])("has code 50 for a store that is $_tag", async (error) => {
    const plugin = memoryPlugin({ ...memoryStore(), status: () => TE.left(error) })
    expect((await call(plugin, "STATUS", config(), { env })).answer).toMatchObject({ code: 50 })
  })

  it("does not call a name that cannot be a matter of the store", async () => {
    const error: StoreError = { _tag: "BadName", what: "network", name: "lock" }
    const plugin = memoryPlugin({ ...memoryStore(), status: () => TE.left(error) })
    expect((await call(plugin, "STATUS", config(), { env })).answer).toMatchObject({ code: 7 })
  })

  it("is content without ranges: the runtime names them for each container", async () => {
    const input = config({}, { ranges: [] })
    expect(await call(memoryPlugin(), "STATUS", input, { env })).toMatchObject(quiet)
  })

  it("says what is wrong with the ranges there are", async () => {
    const input = config({}, { ranges: [[{ subnet: "10.0.0.1/24" }]] })
    const { answer } = await call(memoryPlugin(), "STATUS", input, { env })
    expect(answer).toMatchObject({ code: 7 })
  })

  it("is not for versions before 1.1.0", async () => {
    const { answer } = await call(memoryPlugin(), "STATUS", config({ cniVersion: "1.0.0" }))
    expect(answer).toMatchObject({ code: 1, msg: "config version does not allow STATUS" })
  })
})

import { memoryStore } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const quiet = { exitCode: 0, output: "", errors: "" }

describe("DEL", () => {
  it("frees what the interface holds, and says nothing", async () => {
    const plugin = memoryPlugin()
    await call(plugin, "ADD", config())
    expect(await call(plugin, "DEL", config())).toMatchObject(quiet)
    expect(await call(plugin, "CHECK", config())).toMatchObject({ answer: { code: 126 } })
  })

  it("leaves alone what another interface of the container holds", async () => {
    const plugin = memoryPlugin()
    await call(plugin, "ADD", config())
    await call(plugin, "DEL", config(), { env: { CNI_IFNAME: "eth1" } })
    expect(await call(plugin, "CHECK", config())).toMatchObject(quiet)
  })

  it("succeeds as often as it is repeated, namespace or not", async () => {
    const plugin = memoryPlugin(memoryStore())
    const env = { CNI_NETNS: "" }
    expect(await call(plugin, "DEL", config(), { env })).toMatchObject(quiet)
    expect(await call(plugin, "DEL", config(), { env })).toMatchObject(quiet)
  })

  it("frees the address and then complains about our own network namespace", async () => {
    const plugin = memoryPlugin()
    await call(plugin, "ADD", config())
    const deleted = await call(plugin, "DEL", config(), { ownNetns: "/run/netns/c1" })
    expect(deleted).toMatchObject({ exitCode: 1, answer: { code: 8 } })
    expect(await call(plugin, "CHECK", config())).toMatchObject({ answer: { code: 126 } })
  })

  it("fails on a configuration that no ADD could have had", async () => {
    const deleted = await call(memoryPlugin(), "DEL", config({}, { ranges: [] }))
    expect(deleted.answer).toMatchObject({ code: 7, msg: "no IP ranges specified" })
  })
})

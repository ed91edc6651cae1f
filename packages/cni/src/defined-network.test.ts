import { memoryStore } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

/** A plugin whose store keeps what a network is. */
const definingPlugin = () => {
  const plugin = memoryPlugin(memoryStore())
  const [disk] = Object.values(plugin.stores)
  if (disk === undefined) throw new Error("a plugin without a store")
  return { ...plugin, stores: { disk: { ...disk, keepsDefinitions: true } } }
}

const elsewhere = config({}, { ranges: [[{ subnet: "10.9.0.0/29" }]] })
const nowhere = config({}, { ranges: undefined })
const container = (containerId: string) => ({ env: { CNI_CONTAINERID: containerId } })

describe("a network that its store defines", () => {
  it("is what the first ADD said, and a warning tells who says else", async () => {
    const plugin = definingPlugin()
    const first = await call(plugin, "ADD", config())
    expect(first.errors).toBe("")
    const other = await call(plugin, "ADD", elsewhere, container("c2"))
    expect(other.answer).toMatchObject({ ips: [{ address: "10.0.0.3/29", gateway: "10.0.0.1" }] })
    expect(other.errors).toMatch(
      / warn host-local lan is defined in the store as 10.0.0.1-10.0.0.6; what this configuration says of its ranges is not used\n$/,
    )
    expect(other.errors.trim().split("\n")).toHaveLength(1)
  })

  it("need not be described by a configuration at all", async () => {
    const plugin = definingPlugin()
    await call(plugin, "ADD", config())
    const { answer, errors } = await call(plugin, "ADD", nowhere, container("c2"))
    expect(answer).toMatchObject({ ips: [{ address: "10.0.0.3/29" }] })
    expect(errors).toBe("")
    for (const command of ["CHECK", "DEL", "STATUS"])
      expect(await call(plugin, command, nowhere, container("c2"))).toMatchObject({ exitCode: 0 })
  })

  it("must be described by the first one", async () => {
    const { answer } = await call(definingPlugin(), "ADD", nowhere)
    expect(answer).toMatchObject({ code: 7, msg: "no IP ranges specified" })
  })

  it("has the runtime's ranges beside its own", async () => {
    const plugin = definingPlugin()
    await call(plugin, "ADD", config())
    const { answer } = await call(
      plugin,
      "ADD",
      config({ runtimeConfig: { ipRanges: [[{ subnet: "10.7.0.0/29" }]] } }),
      container("c2"),
    )
    expect(answer).toMatchObject({
      ips: [{ address: "10.7.0.2/29" }, { address: "10.0.0.3/29" }],
    })
  })

  it("decides for CHECK which addresses are a matter of this plugin", async () => {
    const plugin = definingPlugin()
    await call(plugin, "ADD", config())
    const prevResult = { cniVersion: "1.1.0", ips: [{ address: "10.0.0.5/29" }] }
    const { answer } = await call(plugin, "CHECK", { ...elsewhere, prevResult })
    expect(answer).toMatchObject({ code: 126, msg: "container c1 (eth0) does not hold 10.0.0.5" })
  })

  it("decides for STATUS whether an address is left", async () => {
    const plugin = definingPlugin()
    for (const id of ["c1", "c2", "c3", "c4", "c5"])
      expect(await call(plugin, "ADD", config(), container(id))).toMatchObject({ exitCode: 0 })
    const { answer } = await call(plugin, "STATUS", elsewhere)
    expect(answer).toMatchObject({
      code: 50,
      msg: "no IP addresses available in range set: 10.0.0.1-10.0.0.6",
    })
  })

  it("is not asked for what is wrong by itself", async () => {
    const plugin = definingPlugin()
    await call(plugin, "ADD", config())
    const wrong = config({}, { ranges: [[{ subnet: "10.0.0.1/29" }]] })
    expect((await call(plugin, "ADD", wrong, container("c2"))).answer).toMatchObject({ code: 7 })
  })
})

it("is of no account where the store does not keep it", async () => {
  const plugin = memoryPlugin()
  await call(plugin, "ADD", config())
  const { answer, errors } = await call(plugin, "ADD", elsewhere, container("c2"))
  expect(answer).toMatchObject({ ips: [{ address: "10.9.0.2/29" }] })
  expect(errors).toBe("")
})

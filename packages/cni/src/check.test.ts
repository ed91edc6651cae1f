import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const leased = async () => {
  const plugin = memoryPlugin()
  await call(plugin, "ADD", config())
  return plugin
}

const previous = (...addresses: string[]) =>
  config({ prevResult: { ips: addresses.map((address) => ({ address })) } })

describe("CHECK", () => {
  it.each([
    ["no earlier result", config()],
    ["the result of ADD", previous("10.0.0.2/29")],
    ["addresses of other pools beside ours", previous("192.168.0.1/24", "10.0.0.2/29")],
    ["a result of 0.2.0", config({ prevResult: { ip4: { ip: "10.0.0.2/29" } } })],
  ])("is content with %s, and says nothing", async (_, input) => {
    expect(await call(await leased(), "CHECK", input)).toMatchObject({
      exitCode: 0,
      output: "",
      errors: "",
    })
  })

  it("names the address that the container does not hold", async () => {
    const checked = await call(await leased(), "CHECK", previous("10.0.0.2/29", "10.0.0.3/29"))
    expect(checked).toMatchObject({
      exitCode: 1,
      answer: { code: 126, msg: "container c1 (eth0) does not hold 10.0.0.3" },
    })
  })

  it("does not take the address of one interface for that of another", async () => {
    const env = { CNI_IFNAME: "eth1" }
    const checked = await call(await leased(), "CHECK", config(), { env })
    expect(checked.answer).toMatchObject({
      code: 126,
      msg: "Failed to find address added by container c1 (eth1)",
    })
  })

  it("says what cannot be in an earlier result", async () => {
    const checked = await call(await leased(), "CHECK", previous("10.0.0.2/29", "x"))
    expect(checked.answer).toMatchObject({
      code: 7,
      msg: "prevResult.ips[1].address: invalid IP address x",
    })
  })

  it("is not for versions before 0.4.0", async () => {
    const checked = await call(await leased(), "CHECK", config({ cniVersion: "0.3.1" }))
    expect(checked.answer).toEqual({
      cniVersion: "0.3.1",
      code: 1,
      msg: "config version does not allow CHECK",
    })
  })
})

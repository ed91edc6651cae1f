import { formatAddress } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { demandPools, readPools } from "./requested-pools.js"

const read = (pools: unknown) => readPools({ prevResult: { pools } })

describe("the pools of prevResult", () => {
  it("take over what they request, unless they say otherwise", () => {
    const found = read([
      { name: "a", "requested-ip": "10.0.0.5" },
      { name: "b", requested_ip: "fd00::5/64", takeover: false },
      { name: "c" },
    ])
    expect(found._tag === "Right" && found.right).toEqual([
      { name: "a", requested: expect.anything(), takeover: true },
      { name: "b", requested: expect.anything(), takeover: false },
      { name: "c", requested: undefined, takeover: true },
    ])
    const addresses =
      found._tag === "Right"
        ? found.right.flatMap(({ requested }) => (requested ? [formatAddress(requested)] : []))
        : []
    expect(addresses).toEqual(["10.0.0.5", "fd00::5"])
  })

  it("may request the same address in both spellings", () => {
    const found = read([{ name: "a", "requested-ip": "10.0.0.5", requested_ip: "10.0.0.5/24" }])
    expect(found).toMatchObject({ right: [{ requested: { value: 0x0a000005n } }] })
  })

  it("may be missing where nobody demands them", () => {
    for (const input of [
      {},
      { prevResult: null },
      { prevResult: {} },
      { prevResult: { pools: [] } },
    ]) {
      expect(readPools(input)).toEqual({ _tag: "Right", right: [] })
      expect(demandPools(input)).toMatchObject({ _tag: "Left", left: { code: 114 } })
    }
  })

  it.each([
    ["x"],
    [[1]],
    [[{}]],
    [[{ name: "a/b" }]],
    [[{ name: ".a" }]],
    [[{ name: "a" }, { name: "a" }]],
    [[{ name: "a", "requested-ip": "10.0.0.5", requested_ip: "10.0.0.6" }]],
    [[{ name: "a", "requested-ip": "" }]],
    [[{ name: "a", requested_ip: "" }]],
  ])("cannot be %j", (pools) => {
    expect(read(pools)).toMatchObject({ _tag: "Left", left: { code: 117 } })
  })
})

import { formatAddress } from "@cni-ipam/core"
import { left } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { readPreviousAddresses } from "./previous-result.js"

const addresses = (prevResult: unknown) => {
  const read = readPreviousAddresses({ prevResult })
  return read._tag === "Right" ? read.right.map(formatAddress) : read.left
}

describe("the addresses of an earlier result", () => {
  it.each([
    ["1.1.0", { ips: [{ address: "10.0.0.2/24", interface: 0 }, { address: "fd00::2/64" }] }],
    [
      "0.4.0",
      { ips: [{ version: "4", address: "10.0.0.2/24" }, { address: "fd00::2/64" }], dns: {} },
    ],
    ["0.2.0", { ip4: { ip: "10.0.0.2/24", gateway: "10.0.0.1" }, ip6: { ip: "fd00::2/64" } }],
  ])("are found in the form of %s", (_, result) => {
    expect(addresses(result)).toEqual(["10.0.0.2", "fd00::2"])
  })

  it.each([undefined, null, {}, { ips: [] }, { ips: null }])("are none in %j", (result) => {
    expect(addresses(result)).toEqual([])
  })

  it.each([
    [5, "prevResult"],
    [{ ips: "10.0.0.2/24" }, "prevResult.ips"],
    [{ ips: ["10.0.0.2/24"] }, "prevResult.ips[0]"],
    [{ ips: [{}] }, "prevResult.ips[0].address"],
    [{ ips: [{ address: "10.0.0.256/24" }] }, "prevResult.ips[0].address"],
    [{ ip4: {} }, "prevResult.ip4.ip"],
  ])("are not to be found in %j", (result, path) => {
    expect(readPreviousAddresses({ prevResult: result })).toMatchObject(
      left({ _tag: "BadPreviousResult", error: { path } }),
    )
  })
})

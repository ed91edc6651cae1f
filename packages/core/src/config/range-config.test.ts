import { describe, expect, it } from "vitest"
import { cidr, interval, ip, rightOf } from "../../test/samples.js"
import { decode } from "./decode.js"
import { HyphenatedRangeSetsConfig, RangeSetsConfig } from "./range-config.js"

const read = (range: object) => rightOf(decode(RangeSetsConfig)([[range]]))[0]?.[0]

describe("a range in a configuration", () => {
  it("has a subnet, and may have start, end, gateway and exclusions", () => {
    expect(read({ subnet: "10.0.0.0/24" })).toEqual({ subnet: cidr("10.0.0.0/24") })
    expect(
      read({
        SUBNET: "10.0.0.0/24",
        rangestart: "10.0.0.9",
        rangeEnd: "10.0.0.20",
        gateway: "fe80::1",
        exclude: ["10.0.0.12/30", "10.0.0.10"],
        comment: "ignored",
      }),
    ).toEqual({
      subnet: cidr("10.0.0.0/24"),
      rangeStart: ip("10.0.0.9"),
      rangeEnd: ip("10.0.0.20"),
      gateway: ip("fe80::1"),
      exclude: [interval("10.0.0.12/30"), interval("10.0.0.10")],
    })
  })

  it("may spell start and end in both ways, where that is allowed, if they are the same", () => {
    const readAny = (range: object) =>
      decode(HyphenatedRangeSetsConfig)([[{ subnet: "10.0.0.0/24", ...range }]])
    const expected = { subnet: cidr("10.0.0.0/24"), rangeStart: ip("10.0.0.9") }
    for (const range of [
      { "range-start": "10.0.0.9" },
      { rangeStart: "10.0.0.9", "range-start": "10.0.0.9" },
      { rangeStart: "10.0.0.9", "range-start": "" },
    ])
      expect(readAny(range)).toEqual({ _tag: "Right", right: [[expected]] })
    expect(readAny({ rangeEnd: "10.0.0.9", "range-end": "10.0.0.8" })).toMatchObject({
      left: {
        path: "[0][0]",
        message: "rangeEnd and range-end are two addresses: leave one of them out",
      },
    })
  })

  it("takes an empty text for no address", () => {
    const range = read({ subnet: "10.0.0.0/24", rangeStart: "", rangeEnd: "", gateway: "" })
    expect(range).toEqual({ subnet: cidr("10.0.0.0/24") })
  })
})

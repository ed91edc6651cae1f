import type { Pool } from "@cni-ipam/core"
import { formatRangeSet } from "@cni-ipam/core"
import { isRight, left } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { CniVersion } from "./cni-version.js"
import { supportedVersions } from "./cni-version.js"
import type { RangeHabits } from "./network-config.js"
import { readNetworkConfig } from "./network-config.js"
import { definitionOf, explainFamilyError, namesRanges, networkPool } from "./network-pool.js"

const read = (input: Record<string, unknown>, habits?: RangeHabits) => {
  const config = readNetworkConfig(input, habits)
  if (config._tag === "Left") throw new Error(`a test has a bad configuration: ${config.left._tag}`)
  return config.right
}

const poolOf = (input: Record<string, unknown>, version: CniVersion = "1.1.0") =>
  networkPool("lan", version, read(input), definitionOf(read(input)))

const setsOf = (input: Record<string, unknown>, habits?: RangeHabits) => {
  const config = read(input, habits)
  const pool = networkPool("lan", "1.1.0", config, definitionOf(config))
  return isRight(pool) ? pool.right.rangeSets.map(formatRangeSet) : pool.left
}

const allocatable = (pool: Pool) =>
  pool.rangeSets.map(({ ranges }) =>
    ranges.map((range) => range.allocatable.map(({ first, last }) => [first, last])),
  )

const v4 = [[{ subnet: "10.0.0.0/24" }]]
const twice = [...v4, [{ subnet: "10.0.1.0/24" }]]

describe("the range sets", () => {
  it("come from the runtime, then from the ipam object, then from its list", () => {
    const input = {
      ipam: { subnet: "10.1.0.0/24", rangeEnd: "10.1.0.9", ranges: v4 },
      runtimeConfig: { ipRanges: [[{ subnet: "10.2.0.0/24" }]] },
    }
    expect(setsOf(input)).toEqual([
      "10.2.0.1-10.2.0.254",
      "10.1.0.1-10.1.0.9",
      "10.0.0.1-10.0.0.254",
    ])
  })

  it("take the names with hyphens where the plugin does", () => {
    const hyphens = { subnet: "10.0.0.0/24", "range-start": "10.0.0.7", "Range-End": "10.0.0.9" }
    const both = { ...hyphens, rangeStart: "10.0.0.7" }
    const taking = { takesHyphens: true }
    for (const place of [
      (range: object) => ({ ipam: range }),
      (range: object) => ({ ipam: { ranges: [[range]] } }),
      (range: object) => ({ ipam: {}, runtimeConfig: { ipRanges: [[range]] } }),
    ]) {
      expect(setsOf(place(hyphens), taking)).toEqual(["10.0.0.7-10.0.0.9"])
      expect(setsOf(place(both), taking)).toEqual(["10.0.0.7-10.0.0.9"])
      expect(setsOf(place(hyphens))).toEqual(["10.0.0.1-10.0.0.254"])
    }
  })

  it("may be written with host bits, wherever they are, where the plugin allows it", () => {
    const range = { subnet: "10.0.0.9/24" }
    for (const input of [
      { ipam: range },
      { ipam: { ranges: [[range]] } },
      { ipam: {}, runtimeConfig: { ipRanges: [[range]] } },
    ]) {
      expect(setsOf(input, { takesHostBits: true })).toEqual(["10.0.0.1-10.0.0.254"])
      expect(setsOf(input)).toMatchObject({ _tag: "BadRangeSet" })
    }
  })

  it("do not include a range on the ipam object that has no subnet", () => {
    expect(setsOf({ ipam: { rangeStart: "10.0.0.9", ranges: v4 } })).toEqual([
      "10.0.0.1-10.0.0.254",
    ])
    expect(setsOf({ ipam: { rangeStart: "10.0.0.9" } })).toEqual({ _tag: "NoRangeSets" })
  })

  it("have numbers that count from the first of them all", () => {
    const input = {
      ipam: { subnet: "10.1.0.0/24", ranges: [[{ subnet: "10.0.0.1/24" }]] },
      runtimeConfig: { ipRanges: v4 },
    }
    expect(poolOf(input)).toMatchObject(left({ _tag: "BadRangeSet", index: 2 }))
  })

  it("lose what is excluded on the ipam object and in the range, wherever they come from", () => {
    const pool = poolOf({
      ipam: { exclude: ["0.0.0.0/1", "10.0.0.3"], subnet: "192.168.0.0/29", ranges: [] },
      runtimeConfig: { ipRanges: [[{ subnet: "10.0.0.0/29", exclude: ["10.0.0.2"] }]] },
    })
    expect(isRight(pool) && allocatable(pool.right)).toEqual([[[]], [[[0xc0a80002n, 0xc0a80006n]]]])
  })

  it.each([
    [{ ipam: {} }, false],
    [{ ipam: { ranges: [] } }, false],
    [{ ipam: { ranges: [[]] } }, true],
    [{ ipam: {}, runtimeConfig: { ipRanges: v4 } }, true],
  ])("are named in %j: %j", (input, expected) => {
    expect(namesRanges(read(input), definitionOf(read(input)))).toBe(expected)
  })
})

describe("two range sets of one family", () => {
  it.each<CniVersion>(["0.1.0", "0.2.0"])("are one too many for %s", (version) => {
    const error = { _tag: "TooManyOfAFamily", version }
    expect(poolOf({ ipam: { ranges: twice } }, version)).toEqual(left(error))
  })

  it("are one too many for an old version even where they overlap", () => {
    expect(poolOf({ ipam: { ranges: [...v4, ...v4] } }, "0.2.0")).toMatchObject(
      left({ _tag: "TooManyOfAFamily" }),
    )
  })

  it.each(supportedVersions.filter((version) => version > "0.2.0"))(
    "are fine for %s",
    (version) => {
      expect(poolOf({ ipam: { ranges: twice } }, version)._tag).toBe("Right")
    },
  )

  it("are no matter before each of them is right", () => {
    const ranges = [...v4, [{ subnet: "10.0.1.9/24" }]]
    expect(poolOf({ ipam: { ranges } }, "0.2.0")).toMatchObject(left({ _tag: "BadRangeSet" }))
  })

  it("are explained in words that users know", () => {
    expect(explainFamilyError({ _tag: "TooManyOfAFamily", version: "0.2.0" })).toBe(
      "CNI version 0.2.0 does not support more than 1 address per family",
    )
  })
})

it("has room for one range set of each family in an old version", () => {
  const ranges = [...v4, [{ subnet: "fd00::/64" }]]
  expect(poolOf({ ipam: { ranges } }, "0.1.0")._tag).toBe("Right")
})

import { describe, expect, it } from "vitest"
import { atLeast, atMost, inShort, inWhole } from "./target.js"

describe("a target", () => {
  it("is reached by a value that equals it", () => {
    expect(atMost(1.3, 1.3)).toEqual(["1.30", "≤ 1.3", "ok"])
    expect(atLeast(200_000, 200_000)).toEqual(["200 000", "≥ 200 000", "ok"])
  })

  it("is missed by a value beyond it", () => {
    expect(atMost(0.0201, 0.02)).toEqual(["0.0201", "≤ 0.02", "miss"])
    expect(atLeast(151_234, 200_000)).toEqual(["151 234", "≥ 200 000", "miss"])
  })

  it("need not be there", () => {
    expect(atMost(7, undefined)).toEqual(["7.00", "", ""])
  })
})

describe("a value", () => {
  it("has three significant digits, and none after the point from 100 on", () => {
    expect([0.01361, 2.504, 41.72, 1226.4].map(inShort)).toEqual(["0.0136", "2.50", "41.7", "1226"])
  })

  it("has its thousands apart where it is whole", () => {
    expect(inWhole(1_234_567.8)).toBe("1 234 568")
  })
})

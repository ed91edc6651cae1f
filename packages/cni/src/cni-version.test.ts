import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isAtLeast, isSupported, isVersion, supportedVersions } from "./cni-version.js"

const numbers = fc.tuple(fc.nat(), fc.nat(), fc.nat())

describe("the order of versions", () => {
  it("is that of their numbers", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const difference = a.map((number, index) => number - (b[index] ?? 0))
        const first = difference.find((number) => number !== 0) ?? 0
        expect(isAtLeast(a.join("."), b.join("."))).toBe(first >= 0)
      }),
    )
  })

  it.each([
    ["1", "1.0.0", true],
    ["1.0", "0.4.0", true],
    ["0.3.10", "0.3.9", true],
    ["0.4", "0.4.1", false],
    ["1", "1.1.0", false],
    ["", "0.0.0", false],
    ["1.x", "0.1.0", false],
  ])("puts %j at or above %j: %j", (a, b, expected) => {
    expect(isAtLeast(a, b)).toBe(expected)
  })
})

describe("a text", () => {
  it.each(["1", "1.0", "1.1.0", "9.9.9"])("%j is a version", (text) => {
    expect(isVersion(text)).toBe(true)
  })

  it.each(["", " 1", "1.", "v1.0.0", "1.0.0-rc1", "1.2.3.4", "-1.0.0", "١"])(
    "%j is no version",
    (text) => {
      expect(isVersion(text)).toBe(false)
    },
  )
})

it("speaks seven versions, each in exactly that spelling", () => {
  expect(supportedVersions.filter(isSupported)).toHaveLength(7)
  expect(["1.0", "1.2.0", "", "0.3"].filter(isSupported)).toEqual([])
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nameOf, segmentOf } from "./key-segment.js"

describe("a name in a key", () => {
  it.each([
    ["lan", "lan"],
    ["net.1", "net.1"],
    [".hidden", "%2Ehidden"],
    ["..", "%2E."],
    ["a/b", "a%2Fb"],
    ["ü", "%C3%BC"],
  ])("%j is %j", (name, segment) => {
    expect(segmentOf("network", name)).toEqual({ _tag: "Right", right: segment })
  })

  it.each(["", "\ud800"])("is never %j", (name) => {
    expect(segmentOf("network", name)).toEqual({
      _tag: "Left",
      left: { _tag: "BadName", what: "network", name },
    })
  })

  it("has no slash, begins with no dot, and is read again as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (name) => {
        const segment = segmentOf("network", name)
        if (segment._tag === "Left") return
        expect(segment.right).toMatch(/^[^./][^/]*$/)
        expect(nameOf(segment.right)).toBe(name)
      }),
    )
  })

  it("is none where nobody has made it so", () => {
    expect(nameOf("%")).toBeUndefined()
  })
})

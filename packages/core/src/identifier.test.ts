import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isIdentifier } from "./identifier.js"

describe("the name of a container or a network", () => {
  it.each(["a", "0", "web-1", "k8s_pod.x", "A".repeat(1000)])("may be %j", (text) => {
    expect(isIdentifier(text)).toBe(true)
  })

  it.each(["", ".", "..", "../x", "a/b", "-a", "_a", "a b", "a\n", "é", "a\u0000", "%2e%2e"])(
    "may not be %j",
    (text) => {
      expect(isIdentifier(text)).toBe(false)
    },
  )

  it("is of the characters that the specification lists, and no others", () => {
    const characters = fc.constantFrom(..."azAZ09_.-@[`{/:,^ é\uff10")
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 4 }), (text) => {
        expect(isIdentifier(text)).toBe(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(text))
      }),
    )
  })
})

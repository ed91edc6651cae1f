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
})

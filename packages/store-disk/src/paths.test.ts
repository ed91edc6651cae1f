import { describe, expect, it } from "vitest"
import { isPlainName } from "./paths.js"

/** As CNI 1.1.0 has it. */
const pattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/

describe("a name that becomes a part of a path", () => {
  it("is what the specification allows, for every character and place", () => {
    for (let code = 0; code < 0x300; code++) {
      const character = String.fromCharCode(code)
      for (const name of [character, `a${character}`, `a${character}b`])
        expect([name, isPlainName(name)]).toEqual([name, pattern.test(name)])
    }
  })

  it("is neither empty nor longer than a file's name", () => {
    expect(isPlainName("")).toBe(false)
    expect(isPlainName("a".repeat(255))).toBe(true)
    expect(isPlainName("a".repeat(256))).toBe(false)
  })
})

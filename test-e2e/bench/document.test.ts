import { describe, expect, it } from "vitest"
import { emptyDocument, withGenerated } from "./document.js"

describe("the document of the benchmarks", () => {
  it("takes the generated text and keeps what is around it", () => {
    const written = withGenerated(`before\n\n${emptyDocument}\nafter\n`, "| 1 |")
    expect(written).toContain("before\n")
    expect(written).toContain("\n\n| 1 |\n\n")
    expect(written).toContain("\nafter\n")
  })

  it("holds the newest text alone when it is written again", () => {
    const twice = withGenerated(withGenerated(emptyDocument, "old"), "new")
    expect(twice).toBe(withGenerated(emptyDocument, "new"))
  })

  it("is not touched when it has lost its markers", () => {
    expect(() => withGenerated("# Benchmarks\n", "new")).toThrow("no lines")
  })
})

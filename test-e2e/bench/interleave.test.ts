import { describe, expect, it } from "vitest"
import { interleaved } from "./interleave.js"

describe("interleaved queues", () => {
  const go = ["go ADD", "go CHECK", "go DEL"]
  const ours = ["our ADD", "our CHECK", "our DEL"]

  it("keep the order within each queue", () => {
    for (let round = 0; round < 50; round++) {
      const mixed = interleaved([go, ours])
      expect(mixed.filter((item) => item.startsWith("go"))).toEqual(go)
      expect(mixed.filter((item) => item.startsWith("our"))).toEqual(ours)
    }
  })

  it("are mixed as the random numbers say", () => {
    const places = [0.1, 0.3, 0.5, 0.4, 0.2, 0.6]
    expect(interleaved([go, ours], () => places.shift() ?? 1)).toEqual([
      "go ADD",
      "our ADD",
      "go CHECK",
      "our CHECK",
      "go DEL",
      "our DEL",
    ])
  })

  it("may be empty", () => {
    expect(interleaved([[], go, []])).toEqual(go)
  })
})

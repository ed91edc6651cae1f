import { describe, expect, it } from "vitest"
import { median, ratioInterval, ratioOfMedians } from "./statistics.js"

const always = (value: number) => () => value

describe("a median", () => {
  it("is the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5)
  })

  it("lies between the two middle values of an even number", () => {
    expect(median([4, 10, 2, 1])).toBe(3)
  })

  it("is not turned by one slow run", () => {
    expect(median([3, 3, 3, 900])).toBe(3)
  })

  it("does not exist of no values", () => {
    expect(() => median([])).toThrow("no values")
  })
})

describe("a ratio of medians", () => {
  it("says how many times as long the first took", () => {
    expect(ratioOfMedians([6, 6, 60], [2, 3, 4])).toBe(2)
  })
})

describe("the interval of a ratio", () => {
  it("is the ratio itself where all runs took the same", () => {
    expect(ratioInterval([4, 4, 4], [2, 2, 2])).toEqual([2, 2])
  })

  it("draws the same rounds of both, so that a slow round tells nothing", () => {
    const rounds = [1, 50, 3, 200, 7]
    expect(
      ratioInterval(
        rounds.map((time) => time * 3),
        rounds,
      ),
    ).toEqual([3, 3])
  })

  it("reaches from the low ratios to the high ones", () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8]
    const [from, to] = ratioInterval(values, [2, 2, 2, 2, 2, 2, 2, 2])
    expect(from).toBeLessThan(2.25)
    expect(to).toBeGreaterThan(2.25)
  })

  it("depends on nothing but the numbers drawn", () => {
    expect(ratioInterval([1, 9], [1, 1], always(0))).toEqual([1, 1])
    expect(ratioInterval([1, 9], [1, 1], always(0.99))).toEqual([9, 9])
  })
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatInterval, interval, ip } from "../test/samples.js"
import type { Interval } from "./interval.js"
import { includes, overlaps, single, subtract } from "./interval.js"

const small: fc.Arbitrary<Interval> = fc
  .record({ family: fc.constantFrom(4, 4, 4, 6), first: fc.nat(30), length: fc.nat(9) })
  .map(({ family, first, length }) => ({
    family,
    first: BigInt(first),
    last: BigInt(first + length),
  }))

const members = ({ first, last }: Interval): readonly bigint[] =>
  Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index))

describe("what is left of an interval without its holes", () => {
  it("are its members that lie in no hole, in order, in as few pieces as possible", () => {
    fc.assert(
      fc.property(small, fc.array(small, { maxLength: 6 }), (whole, holes) => {
        const rest = subtract(whole, holes)
        const isIn = (value: bigint) => (hole: Interval) =>
          includes(hole, { family: whole.family, value })
        expect(rest.flatMap(members)).toEqual(
          members(whole).filter((value) => !holes.some(isIn(value))),
        )
        for (const [index, piece] of rest.entries()) {
          expect(piece.family).toBe(whole.family)
          const next = rest[index + 1]
          if (next !== undefined) expect(next.first).toBeGreaterThan(piece.last + 1n)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ["10.0.0.1-10.0.0.9", [], ["10.0.0.1-10.0.0.9"]],
    ["10.0.0.1-10.0.0.9", ["10.0.0.1"], ["10.0.0.2-10.0.0.9"]],
    ["10.0.0.1-10.0.0.9", ["10.0.0.9"], ["10.0.0.1-10.0.0.8"]],
    [
      "10.0.0.1-10.0.0.9",
      ["10.0.0.6", "10.0.0.4-10.0.0.5"],
      ["10.0.0.1-10.0.0.3", "10.0.0.7-10.0.0.9"],
    ],
    ["10.0.0.1-10.0.0.9", ["10.0.0.2-10.0.0.8", "10.0.0.4"], ["10.0.0.1", "10.0.0.9"]],
    ["10.0.0.1-10.0.0.9", ["10.0.0.0/24"], []],
    ["10.0.0.1-10.0.0.9", ["::/0"], ["10.0.0.1-10.0.0.9"]],
    [
      "2001:db8::-2001:db8::ffff:ffff:ffff",
      ["2001:db8::1"],
      ["2001:db8::", "2001:db8::2-2001:db8::ffff:ffff:ffff"],
    ],
  ])("of %s without %j is %j", (whole, holes, rest) => {
    expect(subtract(interval(whole), holes.map(interval)).map(formatInterval)).toEqual(rest)
  })
})

describe("intervals", () => {
  it("include both of their ends, in their own family", () => {
    const run = interval("0.0.0.2-0.0.0.4")
    const inside = ["0.0.0.1", "0.0.0.2", "0.0.0.4", "0.0.0.5", "::3"].map((text) =>
      includes(run, ip(text)),
    )
    expect(inside).toEqual([false, true, true, false, false])
    expect(single(ip("0.0.0.2"))).toEqual(interval("0.0.0.2"))
  })

  it("overlap if they share an address", () => {
    const run = interval("0.0.0.2-0.0.0.4")
    const others = [
      "0.0.0.0-0.0.0.1",
      "0.0.0.0-0.0.0.2",
      "0.0.0.3",
      "0.0.0.4-0.0.0.9",
      "0.0.0.5",
      "::3",
    ]
    expect(others.map((other) => overlaps(run, interval(other)))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

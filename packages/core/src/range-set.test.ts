import { describe, expect, it } from "vitest"
import { cidr, ip, leftOf, rangeSet, rightOf } from "../test/samples.js"
import { explainInvalidRange } from "./invalid-range.js"
import type { Range } from "./range.js"
import { formatRange, makeRange } from "./range.js"
import { familyOf, formatRangeSet, makeRangeSet, rangeFor, setsOverlap } from "./range-set.js"

/** @param text `<subnet> <start>-<end>` */
const range = (text: string): Range => {
  const [subnet = "", ends = ""] = text.split(" ")
  const [start, end] = ends.split("-")
  return rightOf(
    makeRange({
      subnet: cidr(subnet),
      ...(start && { rangeStart: ip(start) }),
      ...(end && { rangeEnd: ip(end) }),
    }),
  )
}

const refusal = (...ranges: readonly string[]): string =>
  explainInvalidRange(leftOf(makeRangeSet("0", ranges.map(range))))

describe("a range set", () => {
  it("is refused when it is empty", () => {
    expect(refusal()).toBe("empty range set")
  })

  it("is refused when it mixes families", () => {
    expect(refusal("10.0.0.0/24", "2001:db8::/64")).toBe("mixed address families")
  })

  it.each([
    [["10.0.0.0/24", "10.0.0.0/24"], "subnets 10.0.0.1-10.0.0.254 and 10.0.0.1-10.0.0.254 overlap"],
    [["10.1.0.0/22", "10.1.2.0/24"], "subnets 10.1.0.1-10.1.3.254 and 10.1.2.1-10.1.2.254 overlap"],
    [
      ["10.0.0.0/24 10.0.0.5-10.0.0.9", "10.0.1.0/24", "10.0.0.0/24 10.0.0.9-10.0.0.12"],
      "subnets 10.0.0.5-10.0.0.9 and 10.0.0.9-10.0.0.12 overlap",
    ],
    [
      ["2001:db8::/64", "2001:db8::/65"],
      "subnets 2001:db8::1-2001:db8::ffff:ffff:ffff:ffff and 2001:db8::1-2001:db8::7fff:ffff:ffff:ffff overlap",
    ],
  ])("is refused when two of its ranges share an address: %j", (ranges, sentence) => {
    expect(refusal(...ranges)).toBe(sentence)
  })

  it("may take two ranges from one subnet", () => {
    const set = rightOf(
      makeRangeSet("0", [
        range("10.0.0.0/24 10.0.0.5-10.0.0.9"),
        range("10.0.0.0/24 10.0.0.10-10.0.0.12"),
      ]),
    )
    expect(formatRangeSet(set)).toBe("10.0.0.5-10.0.0.9,10.0.0.10-10.0.0.12")
    expect(familyOf(set)).toBe(4)
  })

  it("finds the range that encloses an address", () => {
    const set = rangeSet({ subnet: "192.168.0.0/24" }, { subnet: "172.16.1.0/24" })
    const found = ["192.168.0.77", "172.16.1.1", "172.16.1.0", "192.168.99.99", "::1"].map(
      (text) => {
        const enclosing = rangeFor(set, ip(text))
        return enclosing && formatRange(enclosing)
      },
    )
    expect(found).toEqual([
      "192.168.0.1-192.168.0.254",
      "172.16.1.1-172.16.1.254",
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe("two range sets", () => {
  it.each([
    ["of different subnets", "10.0.0.0/24", "10.0.1.0/24", false],
    ["of different families", "0.0.0.0/0", "::/0", false],
    ["that are the same", "10.0.0.0/24", "10.0.0.0/24", true],
    ["one of which contains the other", "10.0.0.0/20", "10.0.4.0/22", true],
    [
      "of disjoint parts of a subnet",
      "10.0.0.0/24 10.0.0.1-10.0.0.9",
      "10.0.0.0/24 10.0.0.10-10.0.0.20",
      false,
    ],
    [
      "that touch in one address",
      "10.0.0.0/24 10.0.0.1-10.0.0.9",
      "10.0.0.0/24 10.0.0.9-10.0.0.20",
      true,
    ],
  ])("%s: %s and %s", (_, one, other, expected) => {
    const set = (text: string) => rightOf(makeRangeSet("0", [range(text)]))
    expect(setsOverlap(set(one), set(other))).toBe(expected)
    expect(setsOverlap(set(other), set(one))).toBe(expected)
  })

  it("overlap if any of their ranges do", () => {
    const set = rangeSet({ subnet: "10.0.0.0/24" }, { subnet: "10.0.1.0/24" })
    const other = rangeSet({ subnet: "10.0.2.0/24" }, { subnet: "10.0.1.128/25" })
    expect(setsOverlap(set, other)).toBe(true)
    expect(setsOverlap(other, set)).toBe(true)
  })
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatInterval, ip, rangeSet } from "../test/samples.js"
import { address } from "./address.js"
import { bitPages, markUsed } from "./bit-pages.js"
import { firstFreeOf } from "./first-free.js"
import { formatAddress } from "./format-address.js"
import type { RangeSet } from "./range-set.js"
import { searchOrder } from "./search-order.js"

const order = (set: RangeSet, last?: string): readonly string[] =>
  searchOrder(set, last === undefined ? undefined : ip(last)).map(formatInterval)

const one = [{ subnet: "10.0.0.0/29" }]
const two = [{ subnet: "10.0.0.0/29" }, { subnet: "10.0.2.0/29" }]
const three = [{ subnet: "10.0.0.0/30" }, { subnet: "10.0.1.0/30" }, { subnet: "10.0.2.0/30" }]

describe("the order in which addresses are looked at", () => {
  it.each([
    ["from the beginning", undefined, ["10.0.0.2-10.0.0.6"]],
    ["from behind the last one", "10.0.0.3", ["10.0.0.4-10.0.0.6", "10.0.0.2-10.0.0.3"]],
    ["from the beginning behind the end", "10.0.0.6", ["10.0.0.2-10.0.0.6"]],
    ["from the beginning behind the gateway", "10.0.0.1", ["10.0.0.2-10.0.0.6"]],
    ["from the beginning if the last one is outside", "10.0.0.200", ["10.0.0.2-10.0.0.6"]],
    ["from the beginning if the last one is of the other family", "::1", ["10.0.0.2-10.0.0.6"]],
  ])("goes round a range %s", (_, last, expected) => {
    expect(order(rangeSet(...one), last)).toEqual(expected)
  })

  it.each([
    [undefined, ["10.0.0.2", "10.0.1.2", "10.0.2.2"]],
    ["10.0.0.2", ["10.0.1.2", "10.0.2.2", "10.0.0.2"]],
    ["10.0.1.2", ["10.0.2.2", "10.0.0.2", "10.0.1.2"]],
    ["10.0.2.2", ["10.0.0.2", "10.0.1.2", "10.0.2.2"]],
  ])("goes through the ranges in turn, after %s", (last, expected) => {
    expect(order(rangeSet(...three), last)).toEqual(expected)
  })

  it("leaves out exclusions, and goes on behind one that holds the last address", () => {
    const set = rangeSet({ subnet: "10.0.0.0/28", exclude: ["10.0.0.4/30", "10.0.0.12"] })
    expect(order(set, "10.0.0.5")).toEqual([
      "10.0.0.8-10.0.0.11",
      "10.0.0.13-10.0.0.14",
      "10.0.0.2-10.0.0.3",
    ])
  })

  it("holds every address that may be given exactly once, wherever it starts", () => {
    const set = rangeSet(
      {
        subnet: "10.0.0.0/28",
        rangeStart: "10.0.0.3",
        exclude: ["10.0.0.4/30"],
        gateway: "10.0.0.9",
      },
      { subnet: "10.0.1.0/29", rangeStart: "10.0.1.0", gateway: "192.0.2.1" },
      { subnet: "10.0.0.0/28", rangeStart: "10.0.0.1", rangeEnd: "10.0.0.2" },
    )
    const all = order(set)
    expect(all.length).toBeGreaterThan(0)
    const members = (texts: ReturnType<typeof searchOrder>) =>
      texts.flatMap(({ first, last }) =>
        Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index)),
      )
    const expected = members(searchOrder(set, undefined)).toSorted()
    fc.assert(
      fc.property(fc.nat(600), (offset) => {
        const cursor = address(4, ip("9.255.255.250").value + BigInt(offset))
        expect(members(searchOrder(set, cursor)).toSorted()).toEqual(expected)
      }),
      { numRuns: 700 },
    )
  })
})

/** What host-local gives next, by what is leased and what was reserved last. */
describe("the next free address", () => {
  it.each([
    ["the first of a new range", one, [], undefined, "10.0.0.2"],
    [
      "the first of a new IPv6 range",
      [{ subnet: "2001:db8:1::/64" }],
      [],
      undefined,
      "2001:db8:1::2",
    ],
    ["the only one of a /30", [{ subnet: "10.0.0.0/30" }], [], undefined, "10.0.0.2"],
    ["behind one that is taken", one, ["10.0.0.2"], undefined, "10.0.0.3"],
    ["behind the last one", one, [], "10.0.0.5", "10.0.0.6"],
    [
      "behind the last one and all that are taken",
      one,
      ["10.0.0.4", "10.0.0.5"],
      "10.0.0.3",
      "10.0.0.6",
    ],
    ["the first one again, behind the end", one, [], "10.0.0.6", "10.0.0.2"],
    ["the first free one if the last is out of range", one, ["10.0.0.2"], "10.0.0.128", "10.0.0.3"],
    [
      "the last one itself, if all others are taken",
      one,
      ["10.0.0.2", "10.0.0.3", "10.0.0.5", "10.0.0.6"],
      "10.0.0.4",
      "10.0.0.4",
    ],
    ["the first of several ranges", two, [], undefined, "10.0.0.2"],
    ["the first of the next range, behind the end of one", two, [], "10.0.0.6", "10.0.2.2"],
    ["the first of the first range, behind the end of the last", two, [], "10.0.2.6", "10.0.0.2"],
    [
      "none that is the broadcast address",
      [{ subnet: "10.0.0.0/30" }],
      ["10.0.0.2"],
      undefined,
      undefined,
    ],
    [
      "none if all of several ranges are taken",
      three,
      ["10.0.0.2", "10.0.1.2", "10.0.2.2"],
      "10.0.1.2",
      undefined,
    ],
  ])("is %s", (_, ranges, taken, last, expected) => {
    const pages = bitPages()
    for (const text of taken) markUsed(pages, ip(text))
    const cursor = last === undefined ? undefined : ip(last)
    const [next] = firstFreeOf(pages, searchOrder(rangeSet(...ranges), cursor), 1)
    expect(next && formatAddress(next)).toBe(expected)
  })
})

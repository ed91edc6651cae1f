import { none } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { cidr, formatInterval, interval, ip, leftOf, rightOf } from "../test/samples.js"
import { formatAddress } from "./format-address.js"
import { explainInvalidRange } from "./invalid-range.js"
import type { Range, RangeSpec } from "./range.js"
import { formatRange, isExcluded, makeRange, rangeIncludes } from "./range.js"

interface Texts {
  readonly start?: string
  readonly end?: string
  readonly gateway?: string
  readonly exclude?: readonly string[]
}

const spec = (subnet: string, { start, end, gateway, exclude = [] }: Texts): RangeSpec => ({
  subnet: cidr(subnet),
  rangeStart: start === undefined ? undefined : ip(start),
  rangeEnd: end === undefined ? undefined : ip(end),
  gateway: gateway === undefined ? undefined : ip(gateway),
  exclude: exclude.map(interval),
})

const range = (subnet: string, texts: Texts = {}): Range => rightOf(makeRange(spec(subnet, texts)))

const refusal = (subnet: string, texts: Texts = {}): string =>
  explainInvalidRange(leftOf(makeRange(spec(subnet, texts))))

const gatewayOf = ({ gateway }: Range): string =>
  gateway._tag === "Some" ? formatAddress(gateway.value) : "none"

const givesOut = ({ allocatable }: Range): readonly string[] => allocatable.map(formatInterval)

describe("a range of which only the subnet is given", () => {
  it.each([
    ["192.0.2.0/24", "192.0.2.1-192.0.2.254", "192.0.2.1", "192.0.2.2-192.0.2.254"],
    ["192.0.2.0/25", "192.0.2.1-192.0.2.126", "192.0.2.1", "192.0.2.2-192.0.2.126"],
    ["192.0.2.4/30", "192.0.2.5-192.0.2.6", "192.0.2.5", "192.0.2.6"],
    ["0.0.0.0/0", "0.0.0.1-255.255.255.254", "0.0.0.1", "0.0.0.2-255.255.255.254"],
    [
      "2001:DB8:1::/64",
      "2001:db8:1::1-2001:db8:1:0:ffff:ffff:ffff:ffff",
      "2001:db8:1::1",
      "2001:db8:1::2-2001:db8:1:0:ffff:ffff:ffff:ffff",
    ],
    ["2001:db8::/126", "2001:db8::1-2001:db8::3", "2001:db8::1", "2001:db8::2-2001:db8::3"],
  ])("leaves out network, gateway and, in IPv4, broadcast: %s", (subnet, whole, gateway, given) => {
    expect(formatRange(range(subnet))).toBe(whole)
    expect(gatewayOf(range(subnet))).toBe(gateway)
    expect(givesOut(range(subnet))).toEqual([given])
  })
})

describe("a range", () => {
  it("may give out the network and the broadcast address if told so", () => {
    const whole = range("10.0.0.0/30", { start: "10.0.0.0", end: "10.0.0.3" })
    expect(givesOut(whole)).toEqual(["10.0.0.0", "10.0.0.2-10.0.0.3"])
  })

  it("may consist of one address", () => {
    expect(givesOut(range("10.0.0.0/24", { start: "10.0.0.9", end: "10.0.0.9" }))).toEqual([
      "10.0.0.9",
    ])
  })

  it("may have a gateway between start and end, outside them, outside the subnet or of the other family", () => {
    const between = { start: "10.0.0.8", end: "10.0.0.12" }
    const given = (gateway: string) => givesOut(range("10.0.0.0/24", { ...between, gateway }))
    expect(given("10.0.0.9")).toEqual(["10.0.0.8", "10.0.0.10-10.0.0.12"])
    expect(given("10.0.0.254")).toEqual(["10.0.0.8-10.0.0.12"])
    expect(given("192.0.2.1")).toEqual(["10.0.0.8-10.0.0.12"])
    expect(given("fe80::1")).toEqual(["10.0.0.8-10.0.0.12"])
    expect(gatewayOf(range("10.0.0.0/24", { gateway: "fe80::1" }))).toBe("fe80::1")
  })

  it("may have no gateway at all, and gives out its address then", () => {
    const without = rightOf(makeRange({ subnet: cidr("10.0.0.0/29"), gateway: none }))
    expect(gatewayOf(without)).toBe("none")
    expect(givesOut(without)).toEqual(["10.0.0.1-10.0.0.6"])
  })

  it("gives out nothing that is excluded, and knows what is", () => {
    const some = range("10.0.0.0/28", { exclude: ["10.0.0.4/30", "10.0.0.9", "192.0.2.0/24"] })
    expect(givesOut(some)).toEqual(["10.0.0.2-10.0.0.3", "10.0.0.8", "10.0.0.10-10.0.0.14"])
    expect(isExcluded(some, ip("10.0.0.7"))).toBe(true)
    expect(isExcluded(some, ip("10.0.0.8"))).toBe(false)
  })

  it("that is excluded as a whole gives out nothing", () => {
    expect(givesOut(range("10.0.0.0/24", { exclude: ["10.0.0.0/8"] }))).toEqual([])
  })

  it("includes everything from start to end, gateway and exclusions too", () => {
    const some = range("10.0.0.0/24", { end: "10.0.0.9", exclude: ["10.0.0.4"] })
    const asked = ["10.0.0.0", "10.0.0.1", "10.0.0.4", "10.0.0.9", "10.0.0.10", "::a00:4"]
    expect(asked.map((text) => rangeIncludes(some, ip(text)))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe("a range is refused", () => {
  it.each([
    ["10.0.0.0/31", {}, "Network 10.0.0.0/31 too small to allocate from"],
    ["10.0.0.1/31", {}, "Network 10.0.0.1/31 too small to allocate from"],
    ["10.0.0.1/32", {}, "Network 10.0.0.1/32 too small to allocate from"],
    ["2001:DB8::/127", {}, "Network 2001:db8::/127 too small to allocate from"],
    ["2001:db8::/128", {}, "Network 2001:db8::/128 too small to allocate from"],
    [
      "192.0.2.12/24",
      {},
      "Network has host bits set. For a subnet mask of length 24 the network address is 192.0.2.0",
    ],
    [
      "2001:db8:0:1::/63",
      {},
      "Network has host bits set. For a subnet mask of length 63 the network address is 2001:db8::",
    ],
    [
      "::ffff:10.0.0.0/120",
      {},
      "Network ::ffff:a00:0/120 is IPv4-mapped; write it as an IPv4 subnet",
    ],
    ["10.0.0.0/24", { start: "10.0.1.0" }, "RangeStart 10.0.1.0 not in network 10.0.0.0/24"],
    ["10.0.0.0/24", { start: "fe80::1" }, "RangeStart fe80::1 not in network 10.0.0.0/24"],
    ["10.0.0.0/24", { end: "10.0.1.0" }, "RangeEnd 10.0.1.0 not in network 10.0.0.0/24"],
    ["10.0.0.0/24", { end: "::a00:9" }, "RangeEnd ::a00:9 not in network 10.0.0.0/24"],
    [
      "10.0.0.0/24",
      { start: "10.0.0.9", end: "10.0.0.8" },
      "RangeStart 10.0.0.9 is behind RangeEnd 10.0.0.8 in network 10.0.0.0/24",
    ],
    [
      "10.0.0.0/24",
      { end: "10.0.0.0" },
      "RangeStart 10.0.0.1 is behind RangeEnd 10.0.0.0 in network 10.0.0.0/24",
    ],
    [
      "10.0.0.0/24",
      { start: "10.0.0.255" },
      "RangeStart 10.0.0.255 is behind RangeEnd 10.0.0.254 in network 10.0.0.0/24",
    ],
  ])("%s %o: %s", (subnet, texts, sentence) => {
    expect(refusal(subnet, texts)).toBe(sentence)
  })
})

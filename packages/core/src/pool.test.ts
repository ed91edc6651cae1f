import { describe, expect, it } from "vitest"
import { cidr, ip, leftOf, pool, rightOf } from "../test/samples.js"
import {
  explainPoolError,
  explainReadPoolError,
  makePool,
  poolIncludes,
  readPool,
  samePool,
} from "./pool.js"
import { formatRangeSet } from "./range-set.js"

const refusal = (ranges: unknown): string => explainReadPoolError(leftOf(readPool("lan", ranges)))

describe("a pool", () => {
  it("is read from plain data, and its range sets are named by their places", () => {
    const read = rightOf(
      readPool("lan", [
        [{ subnet: "10.0.0.0/24", rangeStart: "10.0.0.10" }, { subnet: "10.0.1.0/24" }],
        [{ subnet: "2001:DB8::/64" }],
      ]),
    )
    expect(read.network).toBe("lan")
    expect(read.rangeSets.map((set) => [set.id, formatRangeSet(set)])).toEqual([
      ["0", "10.0.0.10-10.0.0.254,10.0.1.1-10.0.1.254"],
      ["1", "2001:db8::1-2001:db8::ffff:ffff:ffff:ffff"],
    ])
  })

  it("is made of checked values likewise", () => {
    expect(rightOf(makePool("lan", [[{ subnet: cidr("10.0.0.0/24") }]]))).toEqual(
      pool([{ subnet: "10.0.0.0/24" }]),
    )
    expect(explainPoolError(leftOf(makePool("lan", [])))).toBe("no IP ranges specified")
  })

  it("includes what some range encloses", () => {
    const some = pool([{ subnet: "10.0.0.0/24" }], [{ subnet: "2001:db8::/64" }])
    const asked = ["10.0.0.1", "2001:db8::9", "10.0.1.1", "2001:db9::"]
    expect(asked.map((text) => poolIncludes(some, ip(text)))).toEqual([true, true, false, false])
  })
})

describe("a pool is refused", () => {
  const sound = { subnet: "10.0.0.0/24" }

  it.each([
    [[], "no IP ranges specified"],
    [[[]], "invalid range set 0: empty range set"],
    [
      [[sound], [{ subnet: "10.0.0.1/31" }]],
      "invalid range set 1: Network 10.0.0.1/31 too small to allocate from",
    ],
    [[[sound, { subnet: "2001:db8::/64" }]], "invalid range set 0: mixed address families"],
    [
      [[sound, { subnet: "10.0.0.0/25" }]],
      "invalid range set 0: subnets 10.0.0.1-10.0.0.254 and 10.0.0.1-10.0.0.126 overlap",
    ],
    [
      [[{ subnet: "10.1.0.0/24" }], [sound], [{ subnet: "10.0.0.128/25" }]],
      "range set 1 overlaps with 2",
    ],
    [[[sound], [sound]], "range set 0 overlaps with 1"],
    [[[sound], [{ subnet: "10.1.0.0/24" }], [sound]], "range set 0 overlaps with 2"],
  ])("%j: %s", (ranges, sentence) => {
    expect(refusal(ranges)).toBe(sentence)
  })

  it.each([
    [{}, "the input must be an array of range sets, found an object"],
    [[sound], "[0] must be an array of ranges, found an object"],
    [[[{}]], "[0][0].subnet must be a subnet in CIDR notation, found nothing"],
    [[[{ subnet: null }]], "[0][0].subnet must be a subnet in CIDR notation, found nothing"],
    [[[{ subnet: 10 }]], "[0][0].subnet must be a subnet in CIDR notation, found 10"],
    [[[{ subnet: "10.0.0.0" }]], "[0][0].subnet: invalid CIDR address: 10.0.0.0"],
    [[[{ subnet: "foo" }]], "[0][0].subnet: invalid CIDR address: foo"],
    [[[{ subnet: "" }]], "[0][0].subnet: invalid CIDR address: "],
    [[[{ subnet: "010.0.0.0/24" }]], "[0][0].subnet: invalid CIDR address: 010.0.0.0/24"],
    [[[{ subnet: "fe80::%eth0/64" }]], "[0][0].subnet: invalid CIDR address: fe80::%eth0/64"],
    [[[sound, { ...sound, gateway: "zzz" }]], "[0][1].gateway: invalid IP address: zzz"],
    [[[{ ...sound, rangeStart: "10.0.0" }]], "[0][0].rangeStart: invalid IP address: 10.0.0"],
    [[[{ ...sound, rangeEnd: 9 }]], "[0][0].rangeEnd must be an IP address, found 9"],
    [
      [[{ ...sound, exclude: ["10.0.0.9", "10.0.0.300"] }]],
      "[0][0].exclude[1]: invalid IP address or CIDR: 10.0.0.300",
    ],
  ])("%j: %s", (ranges, sentence) => {
    expect(refusal(ranges)).toBe(sentence)
  })
})

describe("two pools", () => {
  const same = (a: readonly object[], b: readonly object[]): boolean =>
    samePool(pool(a).rangeSets, pool(b).rangeSets)

  const plain = [{ subnet: "10.0.0.0/24" }]

  it("are the same if they say the same, with defaults or without", () => {
    expect(same(plain, [{ subnet: "10.0.0.0/24" }])).toBe(true)
    const outspoken = { rangeStart: "10.0.0.1", rangeEnd: "10.0.0.254", gateway: "10.0.0.1" }
    expect(same(plain, [{ subnet: "10.0.0.0/24", ...outspoken }])).toBe(true)
  })

  it.each([
    [[{ subnet: "10.0.1.0/24" }]],
    [[{ subnet: "10.0.0.0/25" }]],
    [[{ subnet: "10.0.0.0/24", rangeStart: "10.0.0.2" }]],
    [[{ subnet: "10.0.0.0/24", rangeEnd: "10.0.0.253" }]],
    [[{ subnet: "10.0.0.0/24", gateway: "10.0.0.2" }]],
    [[{ subnet: "10.0.0.0/24", exclude: ["10.0.0.9"] }]],
    [[{ subnet: "10.0.0.0/24" }, { subnet: "10.0.1.0/24" }]],
  ])("differ where one is %j", (other) => {
    expect(same(plain, other)).toBe(false)
  })

  it("differ in the number of their sets", () => {
    expect(
      samePool(pool(plain).rangeSets, pool(plain, [{ subnet: "10.0.1.0/24" }]).rangeSets),
    ).toBe(false)
  })
})

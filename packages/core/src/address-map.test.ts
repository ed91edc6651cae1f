import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ip } from "../test/samples.js"
import type { Address } from "./address.js"
import { address, compareAddresses } from "./address.js"
import { addressMap } from "./address-map.js"
import { formatAddress } from "./format-address.js"

const near: fc.Arbitrary<Address> = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.constantFrom(0n, 1n << 31n), fc.nat(200))
  .map(([family, base, offset]) => address(family, base + BigInt(offset)))

describe("a map of addresses", () => {
  it("holds what a map by their texts holds, and lists it in their order", () => {
    const change = fc.tuple(near, fc.option(fc.nat(9)))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 100, size: "max" }), near, (changes, after) => {
        const map = addressMap<string>()
        const model = new Map<string, Address>()
        for (const [one, value] of changes) {
          const text = formatAddress(one)
          if (value === null) map.delete(one)
          else map.set(one, text)
          if (value === null) model.delete(text)
          else model.set(text, one)
          expect(map.get(one)).toBe(value === null ? undefined : text)
        }
        const sorted = [...model.values()].toSorted(compareAddresses)
        expect([...map.values()]).toEqual(sorted.map(formatAddress))
        expect([...map.values(after)]).toEqual(
          sorted.filter((one) => compareAddresses(one, after) > 0).map(formatAddress),
        )
      }),
      { numRuns: 300 },
    )
  })

  it("goes on behind the last address of a family in the next one", () => {
    const map = addressMap<number>()
    map.set(ip("255.255.255.255"), 4)
    map.set(ip("::"), 6)
    expect([...map.values(ip("255.255.255.254"))]).toEqual([4, 6])
    expect([...map.values(ip("255.255.255.255"))]).toEqual([6])
    expect([...map.values(ip("::"))]).toEqual([])
    expect([...map.values(ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))]).toEqual([])
  })
})

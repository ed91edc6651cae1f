import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { highestOf, ip } from "../test/samples.js"
import { address } from "./address.js"
import { formatAddress } from "./format-address.js"

/** Groups of which many are zero, so that there are runs to compete. */
const groups = fc.array(fc.oneof(fc.constant(0), fc.constant(0), fc.nat(0xffff)), {
  minLength: 8,
  maxLength: 8,
})

describe("the writer of addresses", () => {
  it("writes IPv6 as browsers do (RFC 5952)", () => {
    fc.assert(
      fc.property(groups, (parts) => {
        const value = parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n)
        const { hostname } = new URL(
          `http://[${parts.map((part) => part.toString(16)).join(":")}]/`,
        )
        expect(`[${formatAddress(address(6, value))}]`).toBe(hostname)
      }),
      { numRuns: 2000 },
    )
  })

  it("writes IPv4 as browsers do", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: highestOf(4) }), (value) => {
        expect(formatAddress(address(4, value))).toBe(new URL(`http://${value}/`).hostname)
      }),
    )
  })

  it.each([
    ["2001:DB8:0:0:0::", "2001:db8::"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["1:0:0:0:0:0:0:0", "1::"],
    ["::ffff:10.0.0.1", "::ffff:a00:1"],
  ])("writes %s as %s", (text, canonical) => {
    expect(formatAddress(ip(text))).toBe(canonical)
  })
})

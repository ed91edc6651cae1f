import fc from "fast-check"
import { Netmask } from "netmask"
import { describe, expect, it } from "vitest"
import { cidr, formatInterval, highestOf } from "../test/samples.js"
import { address, bitsOf } from "./address.js"
import { blockOf, formatCidr, parseCidr, withoutHostBits } from "./cidr.js"
import { formatAddress } from "./format-address.js"

const block = fc.constantFrom(4 as const, 6 as const).chain((family) =>
  fc.record({
    family: fc.constant(family),
    value: fc.bigInt({ min: 0n, max: highestOf(family) }),
    prefixLength: fc.nat(bitsOf(family)),
  }),
)

describe("a block in CIDR notation", () => {
  it("can be written without host bits, and is the same block then", () => {
    expect(formatCidr(withoutHostBits(cidr("10.5.6.7/8")))).toBe("10.0.0.0/8")
    expect(blockOf(withoutHostBits(cidr("10.5.6.7/8")))).toEqual(blockOf(cidr("10.5.6.7/8")))
  })

  it("is the block that netmask sees", () => {
    fc.assert(
      fc.property(block, ({ family, value, prefixLength }) => {
        const text = `${formatAddress(address(family, value))}/${prefixLength}`
        const theirs = new Netmask(text)
        const ours = cidr(text)
        expect(`${formatAddress(ours.network)}/${prefixLength}`).toBe(`${theirs}`)
        expect(formatAddress(ours.last)).toBe(theirs.broadcast ?? theirs.last)
      }),
    )
  })

  it("begins and ends where its mask says, and keeps the address it was written with", () => {
    fc.assert(
      fc.property(block, ({ family, value, prefixLength }) => {
        const hostMask = (1n << BigInt(bitsOf(family) - prefixLength)) - 1n
        const text = `${formatAddress(address(family, value))}/${prefixLength}`
        const network = address(family, value & ~hostMask)
        expect(cidr(text)).toEqual({
          address: address(family, value),
          prefixLength,
          network,
          last: address(family, value | hostMask),
        })
        expect(formatCidr(cidr(text))).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ["0.0.0.0/0", "0.0.0.0-255.255.255.255"],
    ["10.5.6.7/8", "10.0.0.0-10.255.255.255"],
    ["10.0.0.4/30", "10.0.0.4-10.0.0.7"],
    ["10.0.0.4/31", "10.0.0.4-10.0.0.5"],
    ["10.0.0.4/32", "10.0.0.4"],
    ["::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:DB8::/32", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::4/127", "2001:db8::4-2001:db8::5"],
    ["2001:db8::4/128", "2001:db8::4"],
    ["::ffff:10.0.0.0/120", "::ffff:a00:0-::ffff:a00:ff"],
  ])("%s is %s", (text, expected) => {
    expect(formatInterval(blockOf(cidr(text)))).toBe(expected)
  })

  it.each([
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/024",
    "10.0.0.0/+24",
    "10.0.0.0/2e1",
    "10.0.0.0/24 ",
    "10.0.0.0/255.255.255.0",
    "010.0.0.0/8",
    "10/8",
    "::/129",
    "fe80::%eth0/64",
    "10.0.0.0/8/8",
    "/24",
    "foo",
    "",
  ])("is not %s", (text) => {
    expect(parseCidr(text)).toEqual({ _tag: "None" })
  })

  it("is written in canonical spelling", () => {
    expect(formatCidr(cidr("2001:DB8:0::7/32"))).toBe("2001:db8::7/32")
  })
})

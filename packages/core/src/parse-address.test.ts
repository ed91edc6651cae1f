import { isIP } from "node:net"
import fc from "fast-check"
import { isSome } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { highestOf } from "../test/samples.js"
import type { Address } from "./address.js"
import { address } from "./address.js"
import { formatAddress } from "./format-address.js"
import { parseAddress, parseLiteralAddress } from "./parse-address.js"

const octet = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }).map(String) },
  fc.integer({ min: 0, max: 255 }).map((byte) => `0${byte.toString(8)}`),
  fc.integer({ min: 0, max: 255 }).map((byte) => `0x${byte.toString(16)}`),
  fc.constantFrom("", "00", "-1", "+1", " 1", "1 ", "1e1", "4294967295", "٣"),
)

const dotted = fc
  .array(octet, { minLength: 1, maxLength: 6, size: "max" })
  .map((octets) => octets.join("."))

const fourOctets = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."))

const group = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[0-9a-fA-F]{1,4}$/) },
  { weight: 2, arbitrary: fc.constant("") },
  fc.stringMatching(/^[0-9a-gG]{1,6}$/),
)

const colons = fc
  .tuple(
    fc.array(group, { minLength: 1, maxLength: 9, size: "max" }),
    fc.option(fourOctets, { freq: 3 }),
    fc.constantFrom("", "", "", "", "%eth0", "%", "/64", "]", " "),
  )
  .map(([groups, tail, end]) => [...groups, ...(tail === null ? [] : [tail])].join(":") + end)

const nearlyAnAddress = fc
  .tuple(
    fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("::ffff:10.0.0.1", "1::", "::1", "::")),
    fc.nat(),
    fc.constantFrom("", "0", ":", "::", ".", "f", "1", "x", " ", "%1", "\n", "\u0000"),
    fc.nat(2),
  )
  .map(([text, at, inserted, removed]) => {
    const position = at % (text.length + 1)
    return text.slice(0, position) + inserted + text.slice(position + removed)
  })

const anyText = fc.stringMatching(/^[0-9a-fA-Fx.:%/ ]{0,45}$/)

const address4 = fc.bigInt({ min: 0n, max: highestOf(4) }).map((value) => address(4, value))
const address6 = fc
  .oneof(
    fc.bigInt({ min: 0n, max: highestOf(6) }),
    fc.bigInt({ min: 0n, max: 128n }).map((bits) => (1n << bits) - 1n),
    fc.bigInt({ min: 0n, max: highestOf(4) }).map((low) => (0xffffn << 32n) | low),
  )
  .map((value) => address(6, value))

const isRead = (text: string): boolean => isSome(parseAddress(text))

describe("the reader of addresses", () => {
  it.each([
    ["dotted texts", dotted],
    ["four octets", fourOctets],
    ["texts with colons", colons],
    ["addresses with a typing error", nearlyAnAddress],
    ["texts of the same characters", anyText],
  ])("agrees with Node about %s, except that it reads no zones", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(`${text}: ${isRead(text)}`).toBe(
          `${text}: ${isIP(text) !== 0 && !text.includes("%")}`,
        )
      }),
      { numRuns: 5000 },
    )
  })

  it("reads what the writer wrote", () => {
    fc.assert(
      fc.property(fc.oneof(address4, address6), (one: Address) => {
        expect(parseLiteralAddress(formatAddress(one))).toEqual({ _tag: "Some", value: one })
      }),
      { numRuns: 2000 },
    )
  })

  it("takes an IPv4-mapped IPv6 address for the IPv4 address it stands for", () => {
    fc.assert(
      fc.property(address4, (one) => {
        const mapped = { _tag: "Some", value: one }
        expect(parseAddress(`::ffff:${formatAddress(one)}`)).toEqual(mapped)
        expect(parseAddress(formatAddress(address(6, (0xffffn << 32n) | one.value)))).toEqual(
          mapped,
        )
      }),
    )
  })

  it.each([
    ["10.1.2.3", 4, 0x0a010203n],
    ["0.0.0.0", 4, 0n],
    ["255.255.255.255", 4, 0xffffffffn],
    ["::", 6, 0n],
    ["2001:DB8::1", 6, 0x20010db8_0000_0000_0000_0000_0000_0001n],
    ["1:2:3:4:5:6:7::", 6, 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ["::2:3:4:5:6:7:8", 6, 0x0000_0002_0003_0004_0005_0006_0007_0008n],
    ["64:ff9b::192.0.2.33", 6, 0x0064_ff9b_0000_0000_0000_0000_c000_0221n],
    ["::ffff:10.0.0.1", 4, 0x0a000001n],
    ["::fffe:10.0.0.1", 6, 0xfffe_0a00_0001n],
    ["ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", 6, highestOf(6)],
  ] as const)("reads %s", (text, family, value) => {
    expect(parseAddress(text)).toEqual({ _tag: "Some", value: { family, value } })
  })

  it.each([
    "010.0.0.1",
    "10.1",
    "0x7f.1",
    "2130706433",
    "10.0.0.256",
    "10.0.0.1/24",
    "10.0.0.1 ",
    "1.2.3.4.5",
    "fe80::1%eth0",
    "[::1]",
    "1::2::3",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
    "12345::",
    "::10.0.0",
    "10.0.0.1::",
    "::010.0.0.1",
    "",
  ])("refuses %s", (text) => {
    expect(parseAddress(text)).toEqual({ _tag: "None" })
  })

  it("refuses a text of any length at once", () => {
    expect(parseAddress(":".repeat(10_000_000))).toEqual({ _tag: "None" })
  })
})

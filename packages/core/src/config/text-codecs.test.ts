import type * as t from "io-ts"
import { describe, expect, it } from "vitest"
import { cidr, formatInterval, ip, leftOf, rightOf } from "../../test/samples.js"
import { formatAddress } from "../format-address.js"
import { decode, explainDecodeError } from "./decode.js"
import {
  AddressText,
  CidrText,
  ExclusionText,
  Integer,
  RequestedAddress,
  Text,
} from "./text-codecs.js"

const complaint = (codec: t.Decoder<unknown, unknown>, input: unknown): string =>
  explainDecodeError(leftOf(decode(codec)(input)))

describe("an address in a configuration", () => {
  it("is read and written in canonical spelling, IPv4-mapped ones as IPv4", () => {
    const texts = ["10.0.0.1", "2001:DB8:0::1", "::ffff:10.0.0.1"]
    const read = texts.map((text) => rightOf(decode(AddressText)(text)))
    expect(read.map(AddressText.encode)).toEqual(["10.0.0.1", "2001:db8::1", "10.0.0.1"])
    expect(AddressText.is(ip("10.0.0.1"))).toBe(true)
    expect(AddressText.is("10.0.0.1")).toBe(false)
  })

  it("is refused in any other spelling", () => {
    expect(complaint(AddressText, "010.0.0.1")).toBe("the input: invalid IP address: 010.0.0.1")
    expect(complaint(AddressText, "10.0.0.1/24")).toBe("the input: invalid IP address: 10.0.0.1/24")
    expect(complaint(AddressText, "")).toBe("the input: invalid IP address: ")
    expect(complaint(AddressText, 10)).toBe("the input must be an IP address, found 10")
  })
})

describe("a requested address", () => {
  it("may have a prefix length, which is dropped", () => {
    const texts = ["10.0.0.6", "10.0.0.6/24", "2001:db8::6/64"]
    const read = texts.map((text) => formatAddress(rightOf(decode(RequestedAddress)(text))))
    expect(read).toEqual(["10.0.0.6", "10.0.0.6", "2001:db8::6"])
  })

  it("that is IPv4-mapped is an IPv4 address, with a prefix length or without", () => {
    const texts = ["::ffff:10.0.0.6", "::ffff:10.0.0.6/120"]
    const read = texts.map((text) => formatAddress(rightOf(decode(RequestedAddress)(text))))
    expect(read).toEqual(["10.0.0.6", "10.0.0.6"])
  })

  it("is refused in any other spelling", () => {
    expect(complaint(RequestedAddress, "bogus")).toBe("the input: invalid IP address bogus")
    expect(complaint(RequestedAddress, "10.0.0.6/33")).toBe(
      "the input: invalid IP address 10.0.0.6/33",
    )
    expect(complaint(RequestedAddress, "")).toBe("the input: invalid IP address ")
  })
})

describe("a subnet in a configuration", () => {
  it("keeps its host bits", () => {
    expect(rightOf(decode(CidrText)("10.5.6.7/8"))).toEqual(cidr("10.5.6.7/8"))
    expect(CidrText.encode(cidr("2001:DB8::7/32"))).toBe("2001:db8::7/32")
    expect(CidrText.is(cidr("10.0.0.0/8"))).toBe(true)
    expect(CidrText.is("10.0.0.0/8")).toBe(false)
  })
})

describe("an exclusion", () => {
  it("is an address or a subnet, of which host bits do not count", () => {
    const texts = ["10.0.0.9", "10.0.0.9/30", "2001:db8::/126", "10.0.0.9/32"]
    const read = texts.map((text) => formatInterval(rightOf(decode(ExclusionText)(text))))
    expect(read).toEqual(["10.0.0.9", "10.0.0.8-10.0.0.11", "2001:db8::-2001:db8::3", "10.0.0.9"])
  })

  it("is refused in any other spelling", () => {
    expect(complaint(ExclusionText, "10.0.0.1-10.0.0.9")).toBe(
      "the input: invalid IP address or CIDR: 10.0.0.1-10.0.0.9",
    )
  })

  it("that is an IPv4-mapped address is the IPv4 address", () => {
    expect(formatInterval(rightOf(decode(ExclusionText)("::ffff:10.0.0.9")))).toBe("10.0.0.9")
  })

  it.each(["::ffff:10.0.0.2/127", "::ffff:a00:2/96", "::ffff:10.0.0.2/128"])(
    "that is an IPv4-mapped subnet is refused, for it would exclude nothing: %s",
    (text) => {
      expect(complaint(ExclusionText, text)).toMatch(
        /^the input: Network ::ffff:a00:2\/\d+ is IPv4-mapped; write it as an IPv4 subnet$/,
      )
    },
  )
})

describe("texts and integers", () => {
  it("are taken as they are, and nothing is taken for them", () => {
    expect(rightOf(decode(Text)(""))).toBe("")
    expect(rightOf(decode(Integer)(-7))).toBe(-7)
    expect(complaint(Text, 7)).toBe("the input must be a string, found 7")
    for (const input of ["7", 7.5, 2 ** 53, Number.NaN, null])
      expect(leftOf(decode(Integer)(input))).toMatchObject({ expected: "an integer" })
  })
})

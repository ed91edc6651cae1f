import { describe, expect, it } from "vitest"
import { highestOf, ip } from "../test/samples.js"
import { address, bitsOf, compareAddresses, sameAddress } from "./address.js"
import { formatAddress } from "./format-address.js"

describe("addresses", () => {
  it("are ordered by family and then as numbers", () => {
    const texts = ["::1", "10.0.0.10", "9.0.0.1", "255.255.255.255", "10.0.0.9", "::", "0.0.0.0"]
    expect(texts.map(ip).toSorted(compareAddresses).map(formatAddress)).toEqual([
      "0.0.0.0",
      "9.0.0.1",
      "10.0.0.9",
      "10.0.0.10",
      "255.255.255.255",
      "::",
      "::1",
    ])
    expect(compareAddresses(ip("::1"), ip("::1"))).toBe(0)
  })

  it("are the same in the same family only", () => {
    expect(sameAddress(ip("0.0.0.1"), ip("0.0.0.1"))).toBe(true)
    expect(sameAddress(ip("0.0.0.1"), ip("::1"))).toBe(false)
    expect(sameAddress(ip("0.0.0.1"), ip("0.0.0.2"))).toBe(false)
  })

  it("end where their family ends", () => {
    expect(formatAddress(address(4, highestOf(4)))).toBe("255.255.255.255")
    expect(formatAddress(address(6, highestOf(6)))).toBe("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
    expect([bitsOf(4), bitsOf(6)]).toEqual([32, 128])
  })
})

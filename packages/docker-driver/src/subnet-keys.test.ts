import type { Cidr } from "@cni-ipam/core"
import { address, formatCidr } from "@cni-ipam/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { blockAround, subnetsOverlap } from "./subnet.js"
import { overlapQuery, subnetKey } from "./subnet-keys.js"
import { cidr } from "./test/cidr.js"

/** Near each other, so that many overlap. */
const subnet4 = fc
  .tuple(fc.integer({ min: 0, max: 0xff_ffff }), fc.integer({ min: 0, max: 32 }))
  .map(([host, length]) => blockAround(address(4, 0x0a00_0000n + BigInt(host)), length))
const subnet6 = fc
  .tuple(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.nat(128), fc.nat(128))
  .map(([bits, kept, length]) => {
    const near = (0xfd80n << 112n) | ((bits >> BigInt(kept)) & ((1n << 112n) - 1n))
    return blockAround(address(6, near), length)
  })

const isFound = (other: Cidr, subnet: Cidr): boolean => {
  const key = subnetKey(other).join("/")
  const { keys, beginnings } = overlapQuery(subnet)
  return (
    keys.some((one) => one.join("/") === key) ||
    beginnings.some((one) => key.startsWith(one.join("/")))
  )
}

describe("subnets that overlap", () => {
  it.each([
    ["IPv4", subnet4],
    ["IPv6", subnet6],
  ])("are found by their keys, whichever is the larger: %s", (_, any) => {
    fc.assert(
      fc.property(any, any, fc.nat(128), (one, other, length) => {
        const within = blockAround(other.network, Math.min(one.prefixLength, length))
        for (const [a, b] of [
          [one, other],
          [one, blockAround(one.network, length % (one.prefixLength + 1))],
          [within, one],
        ] as const)
          if (subnetsOverlap(a, b))
            expect([isFound(a, b), isFound(b, a)], `${formatCidr(a)} ${formatCidr(b)}`).toEqual([
              true,
              true,
            ])
      }),
      { numRuns: 2000 },
    )
  })

  it("are asked for by few keys", () => {
    const sizeOf = (text: string) => {
      const { keys, beginnings } = overlapQuery(cidr(text))
      return [keys.length, beginnings.length]
    }
    expect(sizeOf("10.80.5.0/24")).toEqual([7, 1])
    expect(sizeOf("10.80.5.64/26")).toEqual([8, 1])
    expect(sizeOf("10.0.0.0/9")).toEqual([3, 128])
    expect(sizeOf("0.0.0.0/0")).toEqual([1, 256])
    expect(sizeOf("fd80:0:0:1::/64")).toEqual([10, 1])
    expect(sizeOf("fd80:0:0:8000::/49")).toEqual([10, 8])
  })
})

it("an IPv6 subnet is kept under an address with all its zeros", () => {
  expect(subnetKey(cidr("fd80:0:0:1::/64"))).toEqual([
    "subnets",
    "fd80:0000:0000:0001:0000:0000:0000:0000",
  ])
  expect(subnetKey(cidr("10.80.0.0/24"))).toEqual(["subnets", "10.80.0.0"])
})

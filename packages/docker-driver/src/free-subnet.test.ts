import type { Cidr } from "@cni-ipam/core"
import { formatCidr, parseCidr } from "@cni-ipam/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { firstFreeSubnet, subnetsOverlap } from "./free-subnet.js"

const cidr = (text: string): Cidr => {
  const parsed = parseCidr(text)
  if (parsed._tag === "None") throw new Error(`${text} is no subnet`)
  return parsed.value
}

const first = (supernet: string, length: number, ...used: readonly string[]) => {
  const found = firstFreeSubnet(cidr(supernet), length, used.map(cidr))
  return found && formatCidr(found)
}

describe("the first free subnet", () => {
  it.each([
    ["of an empty supernet is its first", [], "10.80.0.0/24"],
    ["follows those in use", ["10.80.0.0/24", "10.80.1.0/24"], "10.80.2.0/24"],
    ["fills a gap", ["10.80.0.0/24", "10.80.2.0/24"], "10.80.1.0/24"],
    ["comes behind a larger one", ["10.80.0.0/22", "10.80.4.128/26"], "10.80.5.0/24"],
    [
      "does not mind the order, nor what is nested",
      ["10.80.0.16/28", "10.80.0.0/23"],
      "10.80.2.0/24",
    ],
    [
      "does not mind what is elsewhere",
      ["10.0.0.0/24", "192.168.0.0/16", "fd80::/64"],
      "10.80.0.0/24",
    ],
    ["is none where one block covers the supernet", ["10.0.0.0/8"], undefined],
  ])("%s", (_, used, expected) => {
    expect(first("10.80.0.0/12", 24, ...used)).toBe(expected)
  })

  it("may be the supernet's last, and then there is none", () => {
    expect(first("10.80.0.0/23", 24, "10.80.0.0/24")).toBe("10.80.1.0/24")
    expect(first("10.80.0.0/23", 24, "10.80.0.0/24", "10.80.1.0/24")).toBeUndefined()
    expect(first("fd80::/48", 64, "fd80::/49", "fd80:0:0:8000::/49")).toBeUndefined()
    expect(first("255.255.255.0/24", 24, "255.255.255.0/30")).toBeUndefined()
  })

  it("is the one that trying each of them finds", () => {
    const supernet = cidr("10.80.0.0/24")
    const block = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 32 }))
      .map(([host, length]) => cidr(`10.80.0.${host}/${length}`))
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 12 }),
        fc.integer({ min: 24, max: 30 }),
        (used, length) => {
          const size = 1 << (32 - length)
          const tried = Array.from({ length: 256 / size }, (_, index) =>
            cidr(`10.80.0.${index * size}/${length}`),
          ).find((one) => used.every((other) => !subnetsOverlap(one, other)))
          const found = firstFreeSubnet(supernet, length, used)
          expect(found && formatCidr(found)).toBe(tried && formatCidr(tried))
        },
      ),
    )
  })
})

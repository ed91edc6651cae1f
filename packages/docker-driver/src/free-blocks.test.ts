import type { Cidr } from "@cni-ipam/core"
import { formatCidr } from "@cni-ipam/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { FreeBlocks } from "./free-blocks.js"
import {
  firstFreeBlock,
  freeBlocksBeside,
  isAllTold,
  mostRuns,
  nothingTold,
  withoutSubnet,
  withSubnet,
} from "./free-blocks.js"
import { subnetsOverlap } from "./subnet.js"
import { cidr } from "./test/cidr.js"

const supernet = (block: string, length: number) => ({ block: cidr(block), length })

const first = (block: string, length: number, ...used: readonly string[]) => {
  const found = firstFreeBlock(freeBlocksBeside(supernet(block, length), used.map(cidr)))
  return found && formatCidr(found)
}

describe("the first free block", () => {
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
    ["is none where one subnet covers the supernet", ["10.0.0.0/8"], undefined],
  ])("%s", (_, used, expected) => {
    expect(first("10.80.0.0/12", 24, ...used)).toBe(expected)
  })

  it("may be the supernet's last, and then there is none", () => {
    expect(first("10.80.0.0/23", 24, "10.80.0.0/24")).toBe("10.80.1.0/24")
    expect(first("10.80.0.0/23", 24, "10.80.0.0/24", "10.80.1.0/24")).toBeUndefined()
    expect(first("fd80::/48", 64, "fd80::/49", "fd80:0:0:8000::/49")).toBeUndefined()
    expect(first("255.255.255.0/24", 24, "255.255.255.0/30")).toBeUndefined()
    expect(first("0.0.0.0/0", 1, "0.0.0.0/2")).toBe("128.0.0.0/1")
  })
})

const subnet = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 32 }))
  .map(([host, length]) => cidr(`10.80.0.${host}/${length}`))
const length = fc.integer({ min: 24, max: 30 })

const blocksOf = (size: number): readonly Cidr[] =>
  Array.from({ length: 2 ** (size - 24) }, (_, index) =>
    cidr(`10.80.0.${index * 2 ** (32 - size)}/${size}`),
  )

/** All blocks that are told to be free, found by taking one after the other. */
const allFree = (free: FreeBlocks): readonly string[] => {
  const block = firstFreeBlock(free)
  return block === undefined ? [] : [formatCidr(block), ...allFree(withoutSubnet(free, block))]
}

const covers = (a: Cidr, b: Cidr): boolean =>
  a.network.value <= b.network.value && b.last.value <= a.last.value

describe("free blocks", () => {
  it("are those that trying each of them finds", () => {
    fc.assert(
      fc.property(fc.array(subnet, { maxLength: 12 }), length, (used, size) => {
        const free = blocksOf(size).filter(
          (one) => !used.some((other) => subnetsOverlap(one, other)),
        )
        expect(allFree(freeBlocksBeside(supernet("10.80.0.0/24", size), used))).toEqual(
          free.map(formatCidr),
        )
      }),
    )
  })

  it("are all told of when subnets are taken and given back, and none that is in use as a whole", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(subnet, fc.nat(11)), { maxLength: 30 }),
        length,
        (all, size) => {
          const place = supernet("10.80.0.0/24", size)
          let used: readonly Cidr[] = []
          let free = freeBlocksBeside(place, [])
          for (const [one, number] of all) {
            const given = used[number]
            if (given !== undefined) {
              used = used.filter((other) => other !== given)
              free = withSubnet(free, given)
            } else if (!used.some((other) => subnetsOverlap(one, other))) {
              used = [...used, one]
              free = withoutSubnet(free, one)
            }
            const told = allFree(free)
            expect(told).toEqual(
              expect.arrayContaining([...allFree(freeBlocksBeside(place, used))]),
            )
            for (const block of told)
              expect(used.filter((other) => covers(other, cidr(block)))).toEqual([])
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe("more runs than are kept", () => {
  const wide = supernet("fd80::/48", 64)
  const every = (step: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      cidr(`fd80:0:0:${(index * step).toString(16)}::/64`),
    )
  const free = freeBlocksBeside(wide, every(2, 10_000))

  it("are cut off, and it is known where", () => {
    expect(free.runs).toHaveLength(mostRuns)
    expect(isAllTold(free)).toBe(false)
    expect(free.end).toBe(BigInt(2 * mostRuns))
    expect(isAllTold(freeBlocksBeside(wide, every(2, mostRuns)))).toBe(true)
  })

  it("are cut off when one more is given back", () => {
    const [, , second] = every(2, 3)
    const given = withSubnet(free, second ?? cidr("::/0"))
    expect(given.runs).toHaveLength(mostRuns - 1)
    const far = withSubnet(free, cidr("fd80:0:0:ffff::/64"))
    expect(far).toEqual(free)
    const low = withSubnet(withoutSubnet(free, cidr("fd80::/61")), cidr("fd80:0:0:1::/64"))
    expect(low.runs).toHaveLength(mostRuns - 3)
  })

  it("of which nothing is told stay so", () => {
    expect(withSubnet(nothingTold(wide), cidr("fd80::/64"))).toEqual(nothingTold(wide))
    expect(firstFreeBlock(nothingTold(wide))).toBeUndefined()
  })
})

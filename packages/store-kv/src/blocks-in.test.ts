import type { Interval } from "@cni-ipam/core"
import { formatCidr, parseAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { blocksIn } from "./blocks-in.js"

const interval = (from: string, to: string): Interval => {
  const [first, last] = [parseAddress(from), parseAddress(to)]
  if (first._tag === "None" || last._tag === "None") throw new Error(`${from} or ${to}`)
  return { family: first.value.family, first: first.value.value, last: last.value.value }
}

describe("the blocks of an interval", () => {
  it.each([
    ["10.0.0.3", "10.0.0.3", ["10.0.0.3/32"]],
    ["10.0.0.0", "10.0.0.255", ["10.0.0.0/24"]],
    ["10.0.0.3", "10.0.0.5", ["10.0.0.3/32", "10.0.0.4/31"]],
    ["10.0.0.1", "10.0.0.6", ["10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6/32"]],
    ["0.0.0.0", "255.255.255.255", ["0.0.0.0/0"]],
    ["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ["::/0"]],
    ["fd00::ffff", "fd00::1:1", ["fd00::ffff/128", "fd00::1:0/127"]],
  ])("from %s to %s are %j", (first, last, blocks) => {
    expect(blocksIn(interval(first, last)).map(formatCidr)).toEqual(blocks)
  })

  it("follow each other from its first address to its last, each where it may stand", () => {
    const value = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [first, last] = a < b ? [a, b] : [b, a]
        const blocks = blocksIn({ family: 4, first, last })
        expect(blocks.length).toBeLessThanOrEqual(64)
        let next = first
        for (const block of blocks) {
          const size = 1n << BigInt(32 - block.prefixLength)
          expect([block.network.value, block.network.value % size]).toEqual([next, 0n])
          next = block.last.value + 1n
          expect(next - block.network.value).toBe(size)
        }
        expect(next).toBe(last + 1n)
      }),
    )
  })
})

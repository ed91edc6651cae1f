import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { highestOf, interval, ip } from "../test/samples.js"
import type { Family } from "./address.js"
import { address } from "./address.js"
import type { BitPages } from "./bit-pages.js"
import { bitPages, bitsPerPage, bytesPerPage, firstFree, markFree, markUsed } from "./bit-pages.js"
import type { Interval } from "./interval.js"

const page = BigInt(bitsPerPage)

const whole = (family: Family, first: bigint): Interval => ({
  family,
  first,
  last: highestOf(family),
})

const markAll = (pages: BitPages, family: Family, first: bigint, count: bigint): void => {
  for (let value = first; value < first + count; value++) markUsed(pages, address(family, value))
}

/** Close to each other, at both ends of pages, of pages of pages, and of the family. */
const position = (family: Family): fc.Arbitrary<bigint> =>
  fc
    .tuple(
      fc.constantFrom(0n, page, 2n * page, page * page, highestOf(family)),
      fc.integer({ min: -40, max: 40 }),
    )
    .map(([base, offset]) => base + BigInt(offset))
    .filter((value) => value >= 0n && value <= highestOf(family))

const family = fc.constantFrom<Family>(4, 6)

const naiveFirstFree = (
  used: ReadonlySet<bigint>,
  { first, last }: Interval,
): bigint | undefined => {
  for (let value = first; value <= last; value++) if (!used.has(value)) return value
  return undefined
}

describe("pages of bits", () => {
  it("find the first address not in use, as a set of numbers does", () => {
    const steps = family.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.array(fc.tuple(fc.boolean(), position(one), fc.nat(40)), { maxLength: 60, size: "max" }),
        fc.array(fc.tuple(position(one), fc.nat(99)), { minLength: 5, maxLength: 5 }),
      ),
    )
    fc.assert(
      fc.property(steps, ([family, changes, questions]) => {
        const pages = bitPages()
        const used = new Set<bigint>()
        for (const [use, first, length] of changes)
          for (let value = first; value <= first + BigInt(length); value++) {
            if (value > highestOf(family)) break
            if (use) used.add(value)
            else used.delete(value)
            if (use) markUsed(pages, address(family, value))
            else markFree(pages, address(family, value))
          }
        for (const [first, length] of questions) {
          const asked = { family, first, last: first + BigInt(length) }
          if (asked.last <= highestOf(family))
            expect(firstFree(pages, asked)).toBe(naiveFirstFree(used, asked))
        }
      }),
      { numRuns: 500 },
    )
  })

  it("keep the families apart", () => {
    const pages = bitPages()
    markUsed(pages, ip("0.0.0.0"))
    expect(firstFree(pages, interval("0.0.0.0-0.0.0.9"))).toBe(1n)
    expect(firstFree(pages, interval("::-::9"))).toBe(0n)
  })

  it("do not mind an address marked twice, nor one freed that was free", () => {
    const pages = bitPages()
    markUsed(pages, ip("::1"))
    markUsed(pages, ip("::1"))
    markFree(pages, ip("::2"))
    markFree(pages, ip("ffff::"))
    expect(firstFree(pages, interval("::1-::9"))).toBe(2n)
    markFree(pages, ip("::1"))
    expect(firstFree(pages, interval("::1-::9"))).toBe(1n)
  })

  it("end with the family", () => {
    const pages = bitPages()
    const last = highestOf(4)
    markAll(pages, 4, last - 9n, 10n)
    expect(firstFree(pages, whole(4, last - 9n))).toBeUndefined()
    expect(firstFree(pages, whole(4, last - 10n))).toBe(last - 10n)
    markAll(pages, 6, highestOf(6) - page + 1n, page)
    expect(firstFree(pages, whole(6, highestOf(6) - page + 1n))).toBeUndefined()
  })
})

describe("pages that fill up", () => {
  const first = ip("2001:db8::").value

  it("are stepped over, and searched again when one of their addresses is freed", () => {
    const pages = bitPages()
    markAll(pages, 6, first, 3n * page)
    expect(firstFree(pages, whole(6, first))).toBe(first + 3n * page)
    for (const freed of [2n * page + 5n, page, page - 1n, 0n]) {
      markFree(pages, address(6, first + freed))
      expect(firstFree(pages, whole(6, first))).toBe(first + freed)
    }
    markUsed(pages, address(6, first))
    expect(firstFree(pages, whole(6, first))).toBe(first + page - 1n)
    expect(firstFree(pages, whole(6, first + page))).toBe(first + page)
    expect(firstFree(pages, whole(6, first + page + 1n))).toBe(first + 2n * page + 5n)
  })

  it("may fill up in any order", () => {
    const pages = bitPages()
    const step = 20_011n
    for (let count = 0n; count < 2n * page; count++)
      markUsed(pages, address(6, first + ((count * step) % (2n * page))))
    expect(firstFree(pages, whole(6, first))).toBe(first + 2n * page)
  })

  it("are passed by the million in a few reads", () => {
    const full = new Uint8Array(bytesPerPage).fill(0xff)
    let reads = 0
    const held = 3n * page + 77n
    const pages: BitPages = {
      // As if the first 3 * 32 768 + 77 pages of addresses were full, and those of the levels above.
      read: (_family, level, index) => {
        reads++
        const last = held >> (15n * BigInt(level))
        if (index < last) return full
        if (index > last || level === 0) return undefined
        const partly = new Uint8Array(bytesPerPage)
        const bits = Number((held >> (15n * BigInt(level - 1))) & (page - 1n))
        for (let bit = 0; bit < bits; bit++)
          partly[bit >> 3] = (partly[bit >> 3] ?? 0) | (1 << (bit & 7))
        return partly
      },
      write: () => {},
    }
    expect(firstFree(pages, whole(6, 5n))).toBe(held * page)
    expect(reads).toBeLessThan(10)
  })

  it("are told apart from nearly full ones wherever the last free bit is", () => {
    fc.assert(
      fc.property(
        fc.nat(bitsPerPage - 1),
        fc.nat(bitsPerPage - 1),
        fc.nat(3),
        (free, from, shift) => {
          const bytes = new Uint8Array(bytesPerPage + shift).fill(0xff).subarray(shift)
          bytes[free >> 3] = 0xff & ~(1 << (free & 7))
          const pages: BitPages = {
            read: (_family, level, index) => (level === 0 && index === 0n ? bytes : undefined),
            write: () => {},
          }
          const found = firstFree(pages, whole(4, BigInt(from)))
          // Level 1 says nothing of page 0, so a search behind its last free bit goes on in page 1.
          expect(found).toBe(from <= free ? BigInt(free) : page)
        },
      ),
      { numRuns: 500 },
    )
  })

  it("show their only free bit wherever it is, in the first bytes or the words behind", () => {
    const bytes = new Uint8Array(bytesPerPage)
    const pages: BitPages = {
      read: (_family, level, index) => (level === 0 && index === 0n ? bytes : undefined),
      write: () => {},
    }
    for (let free = 0; free < 700; free++) {
      bytes.fill(0xff)
      bytes[free >> 3] = 0xff & ~(1 << (free & 7))
      expect(firstFree(pages, whole(4, 0n))).toBe(BigInt(free))
    }
  })

  it("are written with the one byte that changed", () => {
    const written: string[] = []
    const kept = bitPages()
    const pages: BitPages = {
      read: kept.read,
      write: (family, level, index, bytes, changed) => {
        written.push(`${level}/${index}[${changed}]=${bytes[changed]}`)
        kept.write(family, level, index, bytes, changed)
      },
    }
    markAll(pages, 4, 0n, page)
    expect(written.length).toBe(bitsPerPage + 1)
    expect(written.slice(-2)).toEqual(["0/0[4095]=255", "1/0[0]=1"])
    markFree(pages, address(4, 9n))
    expect(written.slice(-2)).toEqual(["0/0[1]=253", "1/0[0]=0"])
  })
})

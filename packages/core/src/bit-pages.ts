/**
 * Which addresses are in use, so that the next free one is found without looking at the others.
 *
 * One bit an address, in pages of 32 768. Above them, one bit a page that tells whether it is
 * full, in pages of the same size, and so on: a search goes up where a page has nothing to offer
 * and comes down at the next one that has. Its work is bounded by the length of an address, not
 * by the number of addresses in use; a page that is absent is all free.
 */
import type { Address, Family } from "./address.js"
import type { Interval } from "./interval.js"

const indexBits = 15n
export const bitsPerPage = 1 << Number(indexBits)
export const bytesPerPage = bitsPerPage / 8
const offsetMask = BigInt(bitsPerPage - 1)
const fullWord = 0xffff_ffff

/** Where the pages are kept. Level 0 has a bit an address, level n+1 a bit a page of level n. */
export interface BitPages {
  /** A page of `bytesPerPage` bytes; `undefined` stands for one without any bit set. */
  readonly read: (family: Family, level: number, index: bigint) => Uint8Array | undefined
  /** Keeps the page, in which only the byte at `changed` differs from what was read. */
  readonly write: (
    family: Family,
    level: number,
    index: bigint,
    page: Uint8Array,
    changed: number,
  ) => void
}

/** Beyond so many bytes, making a view of the page by words pays off. */
const nearBytes = 32

const firstNotFull = (page: Uint8Array, from: number, to: number): number => {
  let byte = from
  while (byte < to && page[byte] === 0xff) byte++
  return byte
}

/** Skips full words from `from`, a multiple of 4; none where the page is not aligned to words. */
const skipFullWords = (page: Uint8Array, from: number): number => {
  if (page.byteOffset % 4 !== 0) return from
  const words = new Uint32Array(page.buffer, page.byteOffset, bytesPerPage / 4)
  let word = from / 4
  while (word < words.length && words[word] === fullWord) word++
  return word * 4
}

/** The first byte behind this one with a clear bit, or the page's end. */
const nextNotFull = (page: Uint8Array, byte: number): number => {
  const near = (byte + nearBytes) & ~3
  if (near >= bytesPerPage) return firstNotFull(page, byte + 1, bytesPerPage)
  const found = firstNotFull(page, byte + 1, near)
  return found < near ? found : firstNotFull(page, skipFullWords(page, near), bytesPerPage)
}

/** The first clear bit of the page at `from` or behind it; -1 if there is none. */
const firstClearBit = (page: Uint8Array, from: number): number => {
  let byte = from >> 3
  // What is before `from` counts as set.
  let bits = (page[byte] ?? 0) | ((1 << (from & 7)) - 1)
  if (bits === 0xff) {
    byte = nextNotFull(page, byte)
    if (byte === bytesPerPage) return -1
    bits = page[byte] ?? 0
  }
  let bit = 0
  while ((bits & (1 << bit)) !== 0) bit++
  return byte * 8 + bit
}

/** A clear bit is looked for close to the one that changed first: most often it is there. */
const isFull = (page: Uint8Array, changed: number): boolean =>
  firstClearBit(page, changed) < 0 && firstClearBit(page, 0) < 0

/**
 * The lowest address of the interval that is not in use.
 *
 * @param interval within the addresses of its family, as all that is made of ranges.
 * @returns its value, or `undefined` if all of them are in use.
 */
export const firstFree = (pages: BitPages, interval: Interval): bigint | undefined => {
  const { family, first, last } = interval
  let level = 0
  let position = first
  for (;;) {
    const index = position >> indexBits
    const page = pages.read(family, level, index)
    if (page !== undefined) {
      const bit = firstClearBit(page, Number(position & offsetMask))
      if (bit < 0) {
        level++
        position = index + 1n
        continue
      }
      position = (index << indexBits) | BigInt(bit)
    }
    if (level === 0) return position <= last ? position : undefined
    level--
    position <<= indexBits
  }
}

export const markUsed = (pages: BitPages, { family, value }: Address): void => {
  let position = value
  for (let level = 0; ; level++) {
    const index = position >> indexBits
    const offset = Number(position & offsetMask)
    const page = pages.read(family, level, index) ?? new Uint8Array(bytesPerPage)
    page[offset >> 3] = (page[offset >> 3] ?? 0) | (1 << (offset & 7))
    pages.write(family, level, index, page, offset >> 3)
    if (!isFull(page, offset)) return
    position = index
  }
}

export const markFree = (pages: BitPages, { family, value }: Address): void => {
  let position = value
  for (let level = 0; ; level++) {
    const index = position >> indexBits
    const offset = Number(position & offsetMask)
    const page = pages.read(family, level, index)
    if (page === undefined) return
    const wasFull = isFull(page, offset)
    page[offset >> 3] = (page[offset >> 3] ?? 0) & ~(1 << (offset & 7))
    pages.write(family, level, index, page, offset >> 3)
    if (!wasFull) return
    position = index
  }
}

/** Pages in memory. */
export const bitPages = (): BitPages => {
  const levels: Record<Family, Map<bigint, Uint8Array>[]> = { 4: [], 6: [] }
  return {
    read: (family, level, index) => levels[family][level]?.get(index),
    write: (family, level, index, page) => {
      const pages = levels[family][level] ?? new Map<bigint, Uint8Array>()
      levels[family][level] = pages
      pages.set(index, page)
    },
  }
}

/**
 * The bit pages in the making, for very many addresses in any order: what is above the pages is
 * marked at the end.
 */
import type { Address, BitPages, Family } from "@cni-ipam/core"
import { address, bytesPerPage, markUsed } from "@cni-ipam/core"
import { pageFile } from "./index-files.js"

export interface PageDraft {
  readonly add: (address: Address) => void
  /** The pages, by the names of their files. */
  readonly finish: () => Map<string, Uint8Array>
}

const offsetBits = BigInt(Math.log2(bytesPerPage * 8))
const offsetMask = (1n << offsetBits) - 1n

const isFull = (page: Uint8Array): boolean => page.every((byte) => byte === 0xff)

const lastOf = (family: Family, index: bigint): Address =>
  address(family, (index << offsetBits) | offsetMask)

export const pageDraft = (): PageDraft => {
  const lowest: Readonly<Record<Family, Map<bigint, Uint8Array>>> = { 4: new Map(), 6: new Map() }

  const pageAt = (family: Family, index: bigint): Uint8Array => {
    const known = lowest[family].get(index)
    if (known !== undefined) return known
    const page = new Uint8Array(bytesPerPage)
    lowest[family].set(index, page)
    return page
  }

  return {
    add: ({ family, value }) => {
      const page = pageAt(family, value >> offsetBits)
      const offset = Number(value & offsetMask)
      page[offset >> 3] = (page[offset >> 3] ?? 0) | (1 << (offset & 7))
    },
    finish: () => {
      const files = new Map<string, Uint8Array>()
      const pages: BitPages = {
        read: (...page) => files.get(pageFile(...page)),
        write: (family, level, index, page) => {
          files.set(pageFile(family, level, index), page)
        },
      }
      for (const family of [4, 6] as const)
        for (const [index, page] of lowest[family]) {
          files.set(pageFile(family, 0, index), page)
          // One that is full is so above, too: to mark its last address again does that.
          if (isFull(page)) markUsed(pages, lastOf(family, index))
        }
      return files
    },
  }
}

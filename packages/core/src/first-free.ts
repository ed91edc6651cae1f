/** The next free addresses of a search order, from the pages that tell what is in use. */
import type { Address } from "./address.js"
import type { BitPages } from "./bit-pages.js"
import { firstFree } from "./bit-pages.js"
import type { Interval } from "./interval.js"

/** The first free address in the order of the intervals, if there is one. */
export const nextFree = (pages: BitPages, order: readonly Interval[]): Address | undefined => {
  for (const interval of order) {
    const value = firstFree(pages, interval)
    if (value !== undefined) return { family: interval.family, value }
  }
  return undefined
}

/** At most `limit` free addresses, in the order of the intervals. */
export const firstFreeOf = (
  pages: BitPages,
  order: readonly Interval[],
  limit: number,
): readonly Address[] => {
  const found: Address[] = []
  for (const { family, first, last } of order) {
    let next = first
    while (next <= last) {
      if (found.length >= limit) return found
      const value = firstFree(pages, { family, first: next, last })
      if (value === undefined) break
      found.push({ family, value })
      next = value + 1n
    }
  }
  return found
}

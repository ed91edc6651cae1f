/**
 * What this process reserves side by side: a cursor does not tell of it yet, and all of them would
 * choose the same address.
 *
 * An address stays until nobody looks at its range set or reserves there any more: what others have
 * read may be older, and cursors are written in any order.
 */
import type { Address } from "@cni-ipam/core"
import type { Task } from "fp-ts/lib/Task.js"

export interface Tries {
  /** Remembers what is tried in the range sets at least as long as the work takes. */
  readonly during: (rangeSets: readonly string[]) => <A>(work: Task<A>) => Task<A>
  /** To be called while something is under way in the range set, or about to be. */
  readonly add: (rangeSet: string, address: Address) => void
  /** It was not taken after all. */
  readonly drop: (rangeSet: string, address: Address) => void
  readonly has: (rangeSet: string, address: Address) => boolean
}

interface InRangeSet {
  /** When each is to be forgotten, the oldest in front. */
  readonly tried: Map<bigint, number>
  underWay: number
}

/** In milliseconds. A program may have something under way for ever. */
const longest = 2000

const forgetOld = ({ tried }: InRangeSet, now: number): void => {
  for (const [address, until] of tried) {
    if (until > now) return
    tried.delete(address)
  }
}

export const newTries = (): Tries => {
  const all = new Map<string, InRangeSet>()

  const begin = (rangeSet: string): void => {
    const known = all.get(rangeSet) ?? { tried: new Map(), underWay: 0 }
    known.underWay++
    all.set(rangeSet, known)
  }

  const end = (rangeSet: string): void => {
    const known = all.get(rangeSet)
    if (known !== undefined && --known.underWay === 0) all.delete(rangeSet)
  }

  return {
    during: (rangeSets) => (work) => async () => {
      rangeSets.forEach(begin)
      try {
        return await work()
      } finally {
        rangeSets.forEach(end)
      }
    },
    add: (rangeSet, { value }) => {
      const known = all.get(rangeSet) ?? { tried: new Map(), underWay: 0 }
      const now = performance.now()
      all.set(rangeSet, known)
      forgetOld(known, now)
      known.tried.delete(value)
      known.tried.set(value, now + longest)
    },
    drop: (rangeSet, { value }) => {
      all.get(rangeSet)?.tried.delete(value)
    },
    has: (rangeSet, { value }) => {
      const until = all.get(rangeSet)?.tried.get(value)
      return until !== undefined && until > performance.now()
    },
  }
}

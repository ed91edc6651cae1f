/**
 * What this process has seen of the range sets it searches, between looking and reserving.
 *
 * Only hints: forgetting them, or believing stale ones, costs another turn and nothing else.
 */
import type { Address, Owner } from "@cni-ipam/core"
import { formatOwner, sameAddress } from "@cni-ipam/core"
import type { Version } from "./kv.js"
import type { OwnerEntry } from "./owner-entry.js"
import type { Tries } from "./tries.js"
import { newTries } from "./tries.js"

interface Seen {
  /** Of the cursor, when it was last read. */
  readonly version: Version
  /** As in `Cursor`; here they may be many more. */
  readonly free: readonly Address[] | undefined
}

/** What this process has reserved last, and when: milliseconds of `performance.now()`. */
interface Last {
  readonly address: Address
  readonly at: number
}

export interface SearchMemory {
  readonly last: (cursorKey: string) => Last | undefined
  /** `undefined` after a collision: others have gone on from elsewhere. */
  readonly setLast: (cursorKey: string, address: Address | undefined) => void
  readonly seen: (cursorKey: string) => Seen | undefined
  readonly see: (cursorKey: string, seen: Seen) => void
  /** What this process has given to an owner, by the key of the owner's entry. */
  readonly keepEntry: (ownerKey: string, entry: OwnerEntry) => void
  /** It is good for one attempt. */
  readonly takeEntry: (ownerKey: string) => OwnerEntry | undefined
  /**
   * What was found when all leases were looked at, as it is kept under the key.
   *
   * @param isDue whether it is still to be kept there: the next reservation does.
   */
  readonly seeMark: (markKey: string, mark: string, isDue: boolean) => void
  readonly mark: (markKey: string) => string | undefined
  readonly takeDueMark: (markKey: string) => string | undefined
  /** The addresses were found taken although nobody held them when they were chosen. */
  readonly noteCrowd: (owner: Owner) => void
  /** Whether that has happened since the owner's allocation began. */
  readonly wasCrowded: (owner: Owner) => boolean
  readonly begin: (owner: Owner) => void
  /** What is under way in a range set, by the key of its cursor. */
  readonly tries: Tries
}

/** More networks and owners than this at once, and the oldest are forgotten. */
const mostRemembered = 10_000

const dropOldest = (all: Map<string, unknown> | Set<string>): void => {
  if (all.size <= mostRemembered) return
  for (const oldest of all.keys()) {
    all.delete(oldest)
    return
  }
}

export const searchMemory = (): SearchMemory => {
  const sets = new Map<string, Seen>()
  const crowded = new Set<string>()
  const lasts = new Map<string, Last>()
  const entries = new Map<string, OwnerEntry>()
  const marks = new Map<string, string>()
  const dueMarks = new Set<string>()
  const tries = newTries()
  return {
    seen: (key) => sets.get(key),
    see: (key, seen) => {
      sets.set(key, seen)
      dropOldest(sets)
    },
    last: (key) => lasts.get(key),
    setLast: (key, address) => {
      lasts.delete(key)
      if (address !== undefined) lasts.set(key, { address, at: performance.now() })
      dropOldest(lasts)
    },
    keepEntry: (key, entry) => {
      entries.set(key, entry)
      dropOldest(entries)
    },
    takeEntry: (key) => {
      const entry = entries.get(key)
      entries.delete(key)
      return entry
    },
    seeMark: (key, mark, isDue) => {
      marks.set(key, mark)
      if (isDue) dueMarks.add(key)
      dropOldest(marks)
      dropOldest(dueMarks)
    },
    mark: (key) => marks.get(key),
    takeDueMark: (key) => (dueMarks.delete(key) ? marks.get(key) : undefined),
    noteCrowd: (owner) => {
      crowded.add(formatOwner(owner))
      dropOldest(crowded)
    },
    wasCrowded: (owner) => crowded.has(formatOwner(owner)),
    begin: (owner) => {
      crowded.delete(formatOwner(owner))
    },
    tries,
  }
}

/** What is left of a list of free addresses when one of them is taken. */
export const without = (
  free: readonly Address[] | undefined,
  taken: Address,
): readonly Address[] | undefined => {
  const index = free?.findIndex((one) => sameAddress(one, taken)) ?? -1
  // Those in front were passed over, and come again at the end of the round.
  return free === undefined || index < 0
    ? free
    : [...free.slice(index + 1), ...free.slice(0, index)]
}

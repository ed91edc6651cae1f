/**
 * What a view would show, by what this process has just done itself: it saves a program that
 * allocates all the time every second round trip.
 *
 * Others may have gone on meanwhile, and the owner may hold something: the reservation is made
 * only if neither is so, and otherwise begins with a view.
 */
import type { Address, RangeSet, View, ViewQuery } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as O from "fp-ts/lib/Option.js"
import { candidateOf } from "./candidate.js"
import { cursorKey } from "./index-keys.js"
import type { Kit } from "./kit.js"
import { markKey, suspicionOf } from "./legacy-mark.js"
import { without } from "./search-memory.js"

/** The revision of an owner that is believed to hold nothing, without a look. */
export const unseen = "unseen"

/** For so long it is likely that nobody else has allocated from the range set. Milliseconds. */
const longest = 1000

interface Guessed {
  readonly key: string
  readonly address: Address
}

const candidate = ({ memory }: Kit, key: string, rangeSet: RangeSet): O.Option<Guessed> => {
  const last = memory.last(key)
  if (last === undefined || performance.now() - last.at > longest) return O.none
  const free = without(memory.seen(key)?.free, last.address)
  const isTried = (address: Address) => memory.tries.has(key, address)
  const cursor = { address: last.address, free }
  const chosen = candidateOf(rangeSet, cursor, free, false, isTried)
  return chosen._tag === "Look" ? O.none : O.some({ key, address: chosen.address })
}

/** Such leases are found by a look only. */
const mayHoldUnlisted = (kit: Kit, network: string, query: ViewQuery): boolean => {
  const key = markKey(kit, network)
  if (query.ignoresUnlisted === true || key === undefined) return false
  return suspicionOf(kit.memory.mark(key), query.owner.containerId) === "perhaps"
}

/** @param network a key segment */
export const guess = (kit: Kit, network: string, query: ViewQuery): O.Option<View> => {
  const { owner, rangeSets } = query
  if (mayHoldUnlisted(kit, network, query)) return O.none
  const guessed = pipe(
    rangeSets,
    O.traverseArray((rangeSet) =>
      candidate(kit, cursorKey(kit.layout, network, rangeSet.id), rangeSet),
    ),
  )
  if (O.isNone(guessed) || rangeSets.length === 0) return O.none
  kit.memory.begin(owner)
  // The next guess is made before this one is reserved.
  for (const { key, address } of guessed.value) kit.memory.tries.add(key, address)
  const candidates = guessed.value.map(({ address }) => O.some(address))
  return O.some({ revision: unseen, held: [], candidates, definition: O.none })
}

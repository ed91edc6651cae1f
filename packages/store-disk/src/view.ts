/** Looks for what is held and what is free, by the index. */
import type { Address, FreeQuery, RangeSet, StoreError, View, ViewQuery } from "@cni-ipam/core"
import { bitPages, firstFreeOf, searchOrder } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, none } from "fp-ts/lib/Option.js"
import { readCursor } from "./cursor-file.js"
import type { Doubt } from "./doubt.js"
import { doubt, isDoubtful } from "./doubt.js"
import { containerOf, heldBy } from "./held-leases.js"
import { leasesOf, revisionOf } from "./owner-record.js"
import type { Session } from "./session.js"

const firstFreeIn = (
  { fs, paths, index }: Session,
  rangeSet: RangeSet,
  limit: number,
): readonly Address[] =>
  firstFreeOf(index.pages, searchOrder(rangeSet, readCursor(fs, paths, rangeSet.id)), limit)

export const view = (
  session: Session,
  { owner, rangeSets, network }: ViewQuery,
): Either<StoreError | Doubt, View> => {
  const own = heldBy(session, owner)
  if (isLeft(own)) return own
  const held = [...leasesOf(network, own.right)]
  if (owner.ifname !== "") {
    const unnamed = heldBy(session, containerOf(owner))
    if (isLeft(unnamed)) return unnamed
    held.push(...leasesOf(network, unnamed.right))
  }
  const candidates: Option<Address>[] = []
  let isExhausted = false
  for (const rangeSet of rangeSets) {
    const [first] = firstFreeIn(session, rangeSet, 1)
    if (first === undefined) isExhausted = true
    candidates.push(fromNullable(first))
  }
  if (isDoubtful(session, isExhausted)) return left(doubt)
  return right({ revision: revisionOf(own.right), held, candidates, definition: none })
}

export const free = (
  session: Session,
  { rangeSet, limit }: FreeQuery,
): Either<Doubt, readonly Address[]> => {
  const found = firstFreeIn(session, rangeSet, limit)
  return isDoubtful(session, found.length === 0) ? left(doubt) : right(found)
}

/** What there is to see where nothing was ever leased. */
export const firstView = ({ rangeSets }: ViewQuery): View => ({
  revision: "",
  held: [],
  candidates: rangeSets.map((rangeSet) => fromNullable(firstOf(rangeSet, 1)[0])),
  definition: none,
})

/** The first addresses of the set in search order, all of them free. */
export const firstOf = (rangeSet: RangeSet, limit: number): readonly Address[] =>
  firstFreeOf(bitPages(), searchOrder(rangeSet, undefined), limit)

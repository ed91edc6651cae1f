/** Looks for what is held and what is free, by the index. */
import type { Address, FreeQuery, RangeSet, StoreError, View, ViewQuery } from "@cni-ipam/core"
import { bitPages, firstFreeOf, searchOrder } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { fromNullable, isNone, none } from "fp-ts/lib/Option.js"
import { readCursor } from "./cursor-file.js"
import { containerOf, heldBy } from "./held-leases.js"
import { leasesOf, revisionOf } from "./owner-record.js"
import type { Session } from "./session.js"

export interface Look<A> {
  readonly answer: A
  /** Some range set seems to have nothing left. */
  readonly isExhausted: boolean
}

const firstFreeIn = (
  { fs, paths, index }: Session,
  rangeSet: RangeSet,
  limit: number,
): readonly Address[] =>
  firstFreeOf(index.pages, searchOrder(rangeSet, readCursor(fs, paths, rangeSet.id)), limit)

export const view =
  ({ owner, rangeSets, network }: ViewQuery) =>
  (session: Session): Either<StoreError, Look<View>> =>
    pipe(
      [owner, ...(owner.ifname === "" ? [] : [containerOf(owner)])],
      E.traverseArray((holder) => heldBy(session, holder)),
      E.map((records) => {
        const candidates = rangeSets.map((rangeSet) =>
          fromNullable(firstFreeIn(session, rangeSet, 1)[0]),
        )
        const revision = records.slice(0, 1).map(revisionOf).join("")
        const held = records.flatMap(leasesOf(network))
        return {
          answer: { revision, held, candidates, definition: none },
          isExhausted: candidates.some(isNone),
        }
      }),
    )

export const free =
  ({ rangeSet, limit }: FreeQuery) =>
  (session: Session): Either<StoreError, Look<readonly Address[]>> => {
    const answer = firstFreeIn(session, rangeSet, limit)
    return E.right({ answer, isExhausted: answer.length === 0 })
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

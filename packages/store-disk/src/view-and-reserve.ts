/**
 * Looks, and reserves what is decided of it, with nobody in between.
 *
 * A decision may be an answer already (left). Then nothing is done.
 */
import type { Decided, Decision, StoreError, View, ViewQuery } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { Doubt } from "./doubt.js"
import { reserve } from "./reserve.js"
import type { Session } from "./session.js"
import { firstView, view } from "./view.js"

interface DecidingQuery<E, D> extends ViewQuery {
  readonly decide: (seen: View) => Either<E, D>
}

/** What is answered where nothing was ever leased: the network gets a directory only by a lease. */
export const foresee = <E, D extends Decision>(
  query: DecidingQuery<E, D>,
): Option<Either<E, Decided<D>>> => {
  const decision = query.decide(firstView(query))
  return isLeft(decision) ? some(decision) : none
}

export const viewAndReserve = <E, D extends Decision>(
  session: Session,
  query: DecidingQuery<E, D>,
): Either<StoreError | Doubt, Either<E, Decided<D>>> => {
  const seen = view(session, query)
  if (isLeft(seen)) return seen
  const decision = query.decide(seen.right)
  if (isLeft(decision)) return right(decision)
  const outcome = reserve(session, decision.right.reservation)
  if (isLeft(outcome)) return outcome
  return right(right({ decision: decision.right, outcome: outcome.right }))
}

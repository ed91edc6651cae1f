/** How an allocation goes: in one step where the store can do that, or turn by turn. */
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { Allocations } from "./allocate-in-turns.js"
import { allocateInTurns } from "./allocate-in-turns.js"
import type { Plan } from "./allocation-plan.js"
import { allocationsOf, reservationOf } from "./allocation-plan.js"
import { choose } from "./choose-addresses.js"
import type { Store, View, ViewAndReserve } from "./store.js"

const allocateInOne =
  <E>(store: Store, plan: Plan<E>, { run }: ViewAndReserve): Allocations<E> =>
  async () => {
    const { network, owner, expected: rangeSets } = plan
    const decide = (view: View) => {
      const wishes = plan.wishesOf(view.definition)
      if (isLeft(wishes)) return wishes
      const choices = choose(wishes.right, owner, view)
      if (isLeft(choices)) return choices
      const reservation = reservationOf(plan, view, choices.right)
      return right({ view, choices: choices.right, reservation })
    }
    const done = await run({ network, owner, rangeSets }, decide)()
    if (isLeft(done)) return left({ _tag: "Store", error: done.left })
    if (isLeft(done.right)) return done.right
    const { decision, outcome } = done.right.right
    const { view, choices } = decision
    // Most allocations end here, and the functions of the turns need not be made for them.
    return outcome._tag === "Reserved"
      ? right(allocationsOf(choices, outcome.leases))
      : allocateInTurns(store, plan).settle(view, choices, outcome)()
  }

export const allocateFrom = <E>(store: Store, plan: Plan<E>): Allocations<E> => {
  const { network, owner, expected: rangeSets, ignoresUnlisted = false } = plan
  // Both know the range sets beforehand.
  if (plan.wantsDefinition) return allocateInTurns(store, plan).look(rangeSets)
  const inOne = store.viewAndReserve
  if (inOne?.of.view === store.view && inOne.of.reserve === store.reserve)
    return allocateInOne(store, plan, inOne)
  const guessed = store.guess?.({ network, owner, rangeSets, ignoresUnlisted })
  return guessed?._tag === "Some"
    ? allocateInTurns(store, plan).tryGuess(guessed.value)
    : allocateInTurns(store, plan).look(rangeSets)
}

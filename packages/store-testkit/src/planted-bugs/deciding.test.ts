import type { Decided, Decision, Store, View, ViewAndReserve, ViewQuery } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { answer } from "../answer.js"
import { findsBugs } from "./planted-bug.js"

/** A `viewAndReserve` of a store that has `view` and `reserve` only. */
const inTwoSteps =
  (
    healthy: Store,
    between: () => Promise<void>,
    shown: (view: View) => View,
  ): ViewAndReserve["run"] =>
  <E, D extends Decision>(query: ViewQuery, decide: (view: View) => Either<E, D>) =>
  async () => {
    const decision = decide(shown(await answer(healthy.view(query))))
    if (isLeft(decision)) return right(decision)
    await between()
    const outcome = await answer(healthy.reserve(decision.right.reservation))
    return right(right<E, Decided<D>>({ decision: decision.right, outcome }))
  }

const atOnce = async (): Promise<void> => undefined
const asItIs = (view: View): View => view

findsBugs({
  "lets others come between a view and what is reserved by it": {
    plant: (healthy) => ({
      viewAndReserve: {
        of: healthy,
        run: inTwoSteps(healthy, () => new Promise(setImmediate), asItIs),
      },
    }),
    broken:
      "a decision made of a view and reserved at once is made with nobody in between, so that addresses come in order",
    hiddenFromModel: true,
  },

  "shows a decision nothing of what its owner holds": {
    plant: (healthy) => ({
      viewAndReserve: {
        of: healthy,
        run: inTwoSteps(healthy, atOnce, (view) => ({ ...view, held: [] })),
      },
    }),
    broken:
      "a decision made of a view and reserved at once rests on what the owner holds and on what is free",
  },

  "reserves an address although it was decided not to": {
    plant: (healthy) => ({
      viewAndReserve: {
        of: healthy,
        run: (query, decide) => async () => {
          const { rangeSets } = query
          const first = rangeSets[0]?.ranges[0]
          const decided = await answer(inTwoSteps(healthy, atOnce, asItIs)(query, decide))
          if (isLeft(decided) && first !== undefined) {
            const { revision } = await answer(healthy.view(query))
            const wanted = [{ rangeSet: "0", address: first.end }]
            const details = { node: "", allocatedAt: 0 }
            await answer(healthy.reserve({ ...query, revision, wanted, details }))
          }
          return right(decided)
        },
      },
    }),
    broken: "a decision made of a view and reserved at once leases nothing where it is a refusal",
  },
})

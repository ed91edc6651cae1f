import type { Address } from "@cni-ipam/core"
import { address, sameAddress, searchOrder } from "@cni-ipam/core"
import { none } from "fp-ts/lib/Option.js"
import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

findsBugs({
  "always searches from the first address": {
    plant: (healthy) => ({
      free: wrongly(async ({ network, rangeSet, limit }) => {
        const { leases } = await answer(healthy.leases({ network }))
        const free: Address[] = []
        for (const { family, first, last } of searchOrder(rangeSet, undefined))
          for (let value = first; value <= last && free.length < limit; value++)
            if (!leases.some((lease) => sameAddress(lease.address, address(family, value))))
              free.push(address(family, value))
        return free
      }),
    }),
    broken:
      "the search for a free address starts behind the address reserved last, and comes to it at the end",
  },

  "finds no candidate in a range set of which something is leased": {
    plant: (healthy) => ({
      view: wrongly(async (query) => {
        const view = await answer(healthy.view(query))
        const { leases } = await answer(healthy.leases(query))
        return leases.length === 0 ? view : { ...view, candidates: view.candidates.map(() => none) }
      }),
    }),
    broken: "a view has no candidate only if the range set is full",
  },
})

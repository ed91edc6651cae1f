import { none } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

const about = (promise: string): string => `a network that is to be forgotten ${promise}`

findsBugs({
  "says that a network is forgotten, and forgets nothing": {
    plant: (healthy) => ({
      forget: wrongly(async (network) => {
        const { leases } = await answer(healthy.leases({ network }))
        return leases.length === 0
      }),
    }),
    broken: about("is as if it had never been, when it has no leases"),
  },

  "forgets a network with all its leases": {
    plant: (healthy) => ({
      forget: wrongly(async (network) => {
        const { leases } = await answer(healthy.leases({ network }))
        for (const { owner } of leases) await answer(healthy.release({ network, owner }))
        return answer(healthy.forget(network))
      }),
    }),
    broken: about("stays as it is, when it has a lease"),
  },

  "knows nothing of networks that it has not seen": {
    plant: (healthy) => ({
      forget: wrongly(async (network) => {
        const known = await answer(healthy.networks)
        return known.includes(network) && (await answer(healthy.forget(network)))
      }),
    }),
    broken: about("need not be known"),
  },

  "forgets all networks whose names begin alike": {
    plant: (healthy) => ({
      forget: wrongly(async (network) => {
        const known = await answer(healthy.networks)
        for (const other of known)
          if (other.startsWith(network)) await answer(healthy.forget(other))
        return answer(healthy.forget(network))
      }),
    }),
    broken: about("leaves the others alone"),
  },

  "looks for leases, and takes away later what has come meanwhile": {
    plant: (healthy) => ({
      forget: wrongly(async (network) => {
        const { leases } = await answer(healthy.leases({ network }))
        if (leases.length > 0) return false
        await new Promise((resolve) => setTimeout(resolve, 1))
        for (const { owner } of (await answer(healthy.leases({ network }))).leases)
          await answer(healthy.release({ network, owner }))
        return answer(healthy.forget(network))
      }),
    }),
    broken: about("may be leased from meanwhile, and no lease is lost"),
    hiddenFromModel: true,
  },

  "forgets what a network is": {
    plant: (healthy) => {
      const forgotten = new Set<string>()
      return {
        forget: (network) => {
          forgotten.add(network)
          return healthy.forget(network)
        },
        definition: (network) =>
          forgotten.has(network) ? TE.right(none) : healthy.definition(network),
      }
    },
    broken: "the definition of a network stays when the network is forgotten",
    hiddenFromModel: true,
  },
})

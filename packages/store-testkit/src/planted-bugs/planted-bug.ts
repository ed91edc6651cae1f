/** Stores that are wrong on purpose, to see that the kit notices. */
import type { Store, StoreError } from "@cni-ipam/core"
import { memoryStore } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { brokenPromises } from "../store-conformance.js"
import { checkStoreModel } from "../store-model.js"

export interface Bug {
  /** What replaces functions of a healthy store. */
  readonly plant: (healthy: Store) => Partial<Store>
  /** One of the promises that are broken then. */
  readonly broken: string
  /** What the model does, one call after the other and to leases only, does not show it. */
  readonly hiddenFromModel?: true
}

/** A function of a store, made of one that knows no errors. */
export const wrongly =
  <Query, Answer>(reply: (query: Query) => Promise<Answer>) =>
  (query: Query): TaskEither<StoreError, Answer> =>
  async () =>
    E.right(await reply(query))

/** @param bugs by what the store does, as the end of a sentence. */
export const findsBugs = (bugs: Readonly<Record<string, Bug>>): void => {
  for (const [does, { plant, broken, hiddenFromModel }] of Object.entries(bugs))
    describe(`a store that ${does}`, () => {
      const options = {
        name: does,
        open: async () => {
          const healthy = memoryStore()
          return { ...healthy, ...plant(healthy) }
        },
        capabilities: {
          definitions: true,
          viewAndReserve: "viewAndReserve" in plant(memoryStore()),
        },
      }

      it(`breaks the promise that ${broken}`, async () => {
        expect(await brokenPromises(options)).toContain(broken)
      })

      if (!hiddenFromModel)
        it("does not do what the model says", async () => {
          const run = checkStoreModel({ ...options, runs: 500, seed: 1 })
          await expect(run).rejects.toThrow("Property failed")
        })
    })
}

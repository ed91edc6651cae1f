import { describe, it } from "vitest"
import { inTime } from "./in-time.js"
import type { StoreOptions } from "./options.js"
import { timeoutOf } from "./options.js"
import { withPlace } from "./place.js"
import type { Check } from "./topic.js"
import { topicsOf } from "./topics.js"

const run = (options: StoreOptions, check: Check): Promise<void> =>
  withPlace(options, async (place) => check(await place.open(), place))

/**
 * Tests that the store keeps every promise of `Store`. To be called in a vitest file.
 *
 * @example
 * storeConformance({ name: "memory", open: async () => memoryStore() })
 */
export const storeConformance = (options: StoreOptions): void => {
  describe(`store ${options.name}`, () => {
    for (const { title, promises } of topicsOf(options))
      describe(title, () => {
        for (const [promise, check] of Object.entries(promises))
          it(promise, () => run(options, check), timeoutOf(options))
      })
  })
}

/**
 * The promises that the store breaks, as sentences: the checks of `storeConformance` without
 * tests around them, to be asked about a store that is wrong on purpose. A check that is not over
 * within `timeout` has found one.
 *
 * @example
 * await brokenPromises({ name: "forgetful", open: async () => forgetfulStore() })
 * // ["a release ends all leases of its owner, and returns them"]
 */
export const brokenPromises = async (options: StoreOptions): Promise<readonly string[]> => {
  const broken: string[] = []
  for (const { title, promises } of topicsOf(options))
    for (const [promise, check] of Object.entries(promises))
      await inTime(timeoutOf(options), run(options, check)).catch(() =>
        broken.push(`${title} ${promise}`),
      )
  return broken
}

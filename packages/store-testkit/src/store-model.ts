import fc from "fast-check"
import { describe, it } from "vitest"
import { inTime } from "./in-time.js"
import { newModel } from "./model/command.js"
import { allocate } from "./model/commands/allocate.js"
import { forget, free, listNetworks, page, repair } from "./model/commands/read.js"
import { release } from "./model/commands/release.js"
import { reopen } from "./model/commands/reopen.js"
import { reserve, view } from "./model/commands/reserve.js"
import { rangeSets } from "./model/pools.js"
import type { StoreOptions } from "./options.js"
import { capabilitiesOf, timeoutOf } from "./options.js"
import { withPlace } from "./place.js"

export interface StoreModelOptions extends StoreOptions {
  /** How many random sequences are tried. Default: 100. */
  readonly runs?: number
  /** The longest sequence. Default: 30. */
  readonly steps?: number
  /** That of a failure that was reported, to see it again. Default: another one each time. */
  readonly seed?: number
}

const everyStore = [
  allocate,
  allocate,
  view,
  reserve,
  release,
  release,
  free,
  page,
  listNetworks,
  repair,
  forget,
]

/**
 * Does random things to the store and to a simple model of it, and rejects with the shortest
 * sequence found after which they differ, or when `timeout` is over.
 *
 * @example
 * await checkStoreModel({ name: "memory", open: async () => memoryStore(), seed: 1 })
 */
export const checkStoreModel = async (options: StoreModelOptions): Promise<void> => {
  const { runs = 100, steps = 30, seed } = options
  const { persistent, exactCandidates } = capabilitiesOf(options)
  const commands = persistent ? [...everyStore, reopen] : everyStore
  const sequences = fc.commands(commands, { maxCommands: steps, size: "max" })
  const everySequence = fc.assert(
    fc.asyncProperty(rangeSets, rangeSets, sequences, (one, other, sequence) =>
      withPlace(options, async (place) => {
        const model = newModel(one, other, exactCandidates)
        const real = { store: await place.open(), place }
        await fc.asyncModelRun(() => ({ model, real }), sequence)
      }),
    ),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  )
  await inTime(timeoutOf(options), everySequence)
}

/**
 * Tests the store against a model, in random sequences of calls. To be called in a vitest file.
 *
 * @example
 * storeModel({ name: "memory", open: async () => memoryStore(), runs: 1000 })
 */
export const storeModel = (options: StoreModelOptions): void => {
  describe(`store ${options.name}`, () => {
    it(
      "does what a simple model says, whatever is done to it",
      () => checkStoreModel(options),
      timeoutOf(options),
    )
  })
}

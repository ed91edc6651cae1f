/**
 * The same configurations and commands, given to Debian's Go plugin and to ours: the answers and
 * the files must be the same. What is meant to differ is in differences.test.ts.
 */
import fc from "fast-check"
import { describe, test } from "vitest"
import { wrongNetwork } from "./arbitrary-network.js"
import { scenario } from "./arbitrary-scenario.js"
import { cases } from "./cases/index.js"
import { expectAgreement, play, prepare } from "./play.js"
import { twinTests } from "./twin-tests.js"

const { CNI_IPAM_SOAK } = process.env
const isSoak = CNI_IPAM_SOAK === "1"
/** Without a soak the histories are the same each time: CI is to fail for changes only. */
const parameters = isSoak ? { numRuns: 2000 } : { numRuns: 100, seed: 42 }
const timeout = isSoak ? 3_600_000 : 120_000

const withTwins = await twinTests()

describe.concurrent("given the same history, both programs", () => {
  test("give the same answers and leave the same files", { timeout }, () =>
    fc.assert(
      fc.asyncProperty(scenario, (history) => withTwins((twins) => play(twins, history))),
      parameters,
    ),
  )

  test("stumble over the same configurations", { timeout }, () =>
    fc.assert(
      fc.asyncProperty(wrongNetwork, (config) =>
        withTwins(async (twins) => {
          await prepare(twins, {}, "")
          await expectAgreement(twins, { command: "ADD", containerId: "c1", config })
          await expectAgreement(twins, { command: "ADD", containerId: "c2", config })
          await expectAgreement(twins, { command: "CHECK", containerId: "c1", config })
          await expectAgreement(twins, { command: "DEL", containerId: "c1", config })
        }),
      ),
      parameters,
    ),
  )
})

describe("both programs agree", () => {
  for (const { name, files = {}, resolvConf = "", calls } of cases)
    test(`that ${name}`, () =>
      withTwins(async (twins) => {
        await prepare(twins, files, resolvConf)
        for (const call of calls) await expectAgreement(twins, call)
      }))
})

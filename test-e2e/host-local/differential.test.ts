import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { describe, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { tool } from "../tools/debian.js"
import { type Scenario, scenario } from "./arbitrary-scenario.js"
import { play } from "./play.js"
import { makeTwins, type Twins } from "./twins.js"

const programs = { go: await tool("host-local"), ours: await builtPlugin("host-local") }
const root = await folderForFile()

const withTwins = async (use: (twins: Twins) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(root, "twins-"))
  try {
    await use(await makeTwins(programs, folder))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const numRuns = process.env["RUNS"] ? Number(process.env["RUNS"]) : 100

describe.concurrent("given the same history", () => {
  test("they agree", () =>
    fc.assert(
      fc.asyncProperty(scenario, (history: Scenario) => withTwins((twins) => play(twins, history))),
      { numRuns },
    ))
})

import {tally} from "./play.js"; import {afterAll} from "vitest"; afterAll(() => { console.log([...tally].sort((a,b)=>b[1]-a[1]).map(([k,v])=>`${v} ${k}`).join("\n")) })

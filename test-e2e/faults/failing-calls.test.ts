/** A disk that fails: each system call on the data directory in turn, and nothing else. */
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { tool } from "../tools/debian.js"
import { problemsAfter } from "./aftermath.js"
import { atOnce } from "./at-once.js"
import { scenarios, stageOf } from "./scenarios.js"
import { isSoak, timeout } from "./soak.js"
import { runWithFault, type SystemCall, traceCalls } from "./system-calls.js"

const paths = { ours: await builtPlugin("host-local"), go: await tool("host-local") }

const needsSpace = (call: SystemCall): boolean =>
  ["pwrite64", "mkdir", "link", "rename"].includes(call.name) || call.text.includes("O_CREAT")

const needsPermission = ({ name }: SystemCall): boolean => ["unlink", "utimensat"].includes(name)

/** The error that is likeliest for the call; in a soak test all of them. */
const errorsOf = (call: SystemCall): readonly string[] => {
  if (isSoak) return ["ENOSPC", "EIO", "EACCES", "EMFILE"]
  if (needsSpace(call)) return ["ENOSPC"]
  return needsPermission(call) ? ["EACCES"] : ["EIO"]
}

/** Linux closes a file even when close(2) fails; and what can be read can be read to its end. */
const mayFail = ({ name, text }: SystemCall): boolean =>
  name !== "close" && (isSoak || !(name === "read" && text.endsWith("= 0")))

describe("a command on a disk that refuses one system call", () => {
  for (const scenario of scenarios)
    it(`tells the truth and harms nobody: ${scenario.title}`, { timeout }, async () => {
      const folder = await folderForTest()
      const stage = await stageOf(scenario, folder, paths)
      const first = await stage.enter(0)
      const trace = await traceCalls(first.network, first.folder, first.run)
      const faults = trace.calls
        .filter(mayFail)
        .flatMap((call) => errorsOf(call).map((error) => ({ call, error })))
      expect(faults.length).toBeGreaterThan(10)
      const problems = await atOnce(2, faults, async ({ call, error }, lane) => {
        const place = await stage.enter(lane)
        const outcome = await runWithFault(
          place.network,
          trace,
          call,
          `error=${error}`,
          place.folder,
          place.run,
        )
        const [problem] = await problemsAfter(scenario, stage.before, place, outcome)
        return problem === undefined ? [] : [`${error} at ${call.text}: ${problem}`]
      })
      expect(problems.flat()).toEqual([])
    })
})

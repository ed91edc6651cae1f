/** The two programs for the tests of one file. */
import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { tool } from "../tools/debian.js"
import { makeTwins, type Twins } from "./twins.js"

export type WithTwins = (use: (twins: Twins) => Promise<void>) => Promise<void>

/**
 * Debian's Go plugin and ours. To be called at the top of a test file.
 *
 * @returns what gives a test both of them, with empty data directories.
 *
 * @example
 * const withTwins = await twinTests()
 * test("…", () => withTwins(async (twins) => …))
 */
export const twinTests = async (): Promise<WithTwins> => {
  const programs = { go: await tool("host-local"), ours: await builtPlugin("host-local") }
  const root = await folderForFile()
  return async (use) => {
    const folder = await mkdtemp(join(root, "twins-"))
    try {
      await use(await makeTwins(programs, folder))
    } finally {
      await rm(folder, { recursive: true })
    }
  }
}

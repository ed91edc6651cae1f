/** The executable that `npm run build` makes, as the tests run it. */
import { copyFile, link } from "node:fs/promises"
import { join } from "node:path"
import { folderForFile } from "./folders.js"

const built = join(import.meta.dirname, "../../dist/bin/cni-ipam")

/**
 * A folder that holds the executable under each of these names and can serve as CNI_PATH. To be
 * called at the top of a test file, whose tests a rebuild then does not disturb.
 */
export const builtPlugins = async (...names: readonly string[]): Promise<string> => {
  const folder = await folderForFile()
  const copy = join(folder, "cni-ipam")
  await copyFile(built, copy)
  for (const name of names) await link(copy, join(folder, name))
  return folder
}

/** The path of one plugin, for a test file that needs no other. */
export const builtPlugin = async (name: string): Promise<string> =>
  join(await builtPlugins(name), name)

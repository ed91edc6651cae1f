/** A folder of plugins as a runtime wants them: the bridge, the loopback, and our host-local. */
import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import { builtPlugins } from "../plugin/built-plugin.js"
import { tool } from "../tools/debian.js"

const others = ["bridge", "loopback"] as const

/** To be called at the top of a test file. */
export const bridgeFolder = async (): Promise<string> => {
  const folder = await builtPlugins("host-local")
  for (const name of others) await copyFile(await tool(name), join(folder, name))
  return folder
}

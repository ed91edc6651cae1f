/** Everything in a folder: names, contents and times, so that any change shows. */
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

/** @returns what is at each path, relative to the folder. */
export const snapshot = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {}
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name)
    const status = await stat(path, { bigint: true })
    const content = status.isFile() ? await readFile(path, "latin1") : "a folder"
    found[name] = `${content} of ${status.mtimeNs}`
  }
  return found
}

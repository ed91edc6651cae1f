/**
 * Names under which an install writes before anybody can see it, in the folder itself, for only
 * there a file can be given another name.
 */

const draft = /^\.cni-ipam\.\d+(?:\.link)?$/

/** Process ids say nothing of an install in another container. One that is under way writes on. */
const oldAfterMs = 10 * 60_000

/**
 * A path that nobody had before: in a container process ids are the same each time, and what an
 * interrupted install has left may be another name of a program that is in use.
 */
export const newDraft = (folder: string): string =>
  `${folder}/.cni-ipam.${process.pid}${Date.now()}`

/**
 * Removes what interrupted installs have left, each as large as the program. What cannot be looked
 * at or removed is left: an install does not depend on it.
 */
export const removeOldDrafts = (folder: string): void => {
  // A static import would load node:fs for every command of every plugin.
  const fs = process.getBuiltinModule("node:fs")
  for (const name of fs.readdirSync(folder)) {
    if (!draft.test(name)) continue
    const path = `${folder}/${name}`
    try {
      if (Date.now() - fs.lstatSync(path).mtimeMs > oldAfterMs) fs.unlinkSync(path)
    } catch {
      // Another install was faster, or it is no file of ours.
    }
  }
}

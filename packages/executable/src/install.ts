/** Puts the program into a folder under every plugin's name. */
import { copyProgram } from "./copy-program.js"
import { newDraft, removeOldDrafts } from "./drafts.js"
import { pluginNames } from "./names.js"

const programName = "cni-ipam"

/**
 * Replaces what is there file by file, each at once: a runtime that starts a plugin meanwhile
 * gets the old one or the new one, never half of one.
 *
 * @returns the paths of what was installed.
 */
export const install = (program: string, folder: string): readonly string[] => {
  // A static import would load node:fs for every command of every plugin.
  const fs = process.getBuiltinModule("node:fs")
  const draft = newDraft(folder)
  const link = `${draft}.link`
  fs.mkdirSync(folder, { recursive: true })
  removeOldDrafts(folder)
  try {
    copyProgram(program, draft)
    return [programName, ...pluginNames].map((name) => {
      const path = `${folder}/${name}`
      fs.linkSync(draft, link)
      fs.renameSync(link, path)
      return path
    })
  } finally {
    fs.rmSync(draft, { force: true })
    fs.rmSync(link, { force: true })
  }
}

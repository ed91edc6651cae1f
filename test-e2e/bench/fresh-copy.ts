/**
 * Puts a program into the page cache as an installation does.
 *
 * There it lies in large pages then, and starts faster than after it was read in small ones, as
 * happens to a program that was not used for a while. So all programs that are compared are copied,
 * and no longer before than it must be.
 */
import { mkdtempSync } from "node:fs"
import { basename, join } from "node:path"
import { copyProgram } from "../../packages/executable/src/copy-program.js"

/** @returns the path of the copy, in a new folder in `parent`. */
export const freshCopy = (program: string, parent: string): string => {
  const copy = join(mkdtempSync(join(parent, "bin-")), basename(program))
  copyProgram(program, copy)
  return copy
}

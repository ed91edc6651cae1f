/** A folder that goes when the process does, also when somebody interrupts it. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"

const interrupted = 130

/** @returns the path of a new folder in `parent`, which is made if it is missing. */
export const temporaryFolder = (parent: string): string => {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, "cni-ipam-bench-"))
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(interrupted))
  return folder
}

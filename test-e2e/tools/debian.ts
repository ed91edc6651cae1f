/**
 * Test tools by name: from the machine's PATH where any version will do, else unpacked from the
 * machine's own Debian archive. A tool that cannot be had is an error and never a skipped test.
 */
import { constants } from "node:fs"
import { access, realpath, stat } from "node:fs/promises"
import { basename, delimiter, join, sep } from "node:path"
import { type FetchPackage, fetchPackage } from "./debian/fetch.js"
import { type ToolName, type ToolSource, tools } from "./debian/table.js"

export { fetchPackage, type ToolName, type ToolSource }

const isProgram = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

const findOnPath = async (program: string): Promise<string | undefined> => {
  const { PATH = "" } = process.env
  // Users other than root often lack the sbin folders, where `ip` may lie.
  const folders = [...PATH.split(delimiter), "/usr/sbin", "/sbin"]
  for (const folder of folders.filter((name) => name.startsWith("/"))) {
    const file = join(folder, program)
    if (await isProgram(file)) return file
  }
  return undefined
}

const programIn = async (folder: string, path: string): Promise<string> => {
  const file = join(folder, path)
  if (!(await isProgram(file))) throw new Error(`the package holds no program ${path}`)
  // A package may hold absolute links, which would quietly lead to another version on this machine.
  if (!(await realpath(file)).startsWith((await realpath(folder)) + sep))
    throw new Error(`${path} is a link that leads out of the package`)
  return file
}

/** Finds or fetches one program that need not be in the table. */
export const locate = async (
  name: string,
  source: ToolSource,
  fetch: FetchPackage = fetchPackage,
): Promise<string> => {
  if (source.onPath === true) {
    const found = await findOnPath(basename(source.path))
    if (found !== undefined) return found
  }
  try {
    return await programIn((await fetch(source.suite, source.package)).folder, source.path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `Cannot get the tool ${name} from package ${source.package} of Debian ${source.suite}: ${why}`,
    )
  }
}

/** The absolute path of a tool. */
export const tool = (name: ToolName): Promise<string> => locate(name, tools[name])

/** Fetches several tools ahead and returns a lookup that has their absolute paths at hand. */
export const fetchTools = async <Name extends ToolName>(
  wanted: readonly Name[],
): Promise<(name: Name) => string> => {
  const paths = new Map<Name, string>()
  // One after the other, because tools often share a package or at least a suite's package list.
  for (const name of wanted) paths.set(name, await tool(name))
  return (name) => {
    const path = paths.get(name)
    if (path === undefined) throw new Error(`The tool ${name} was not among those fetched`)
    return path
  }
}

/** The configurations and the sessions at a terminal that the documentation shows. */
import { readdir, readFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { isObject, parseObject } from "./json.js"
import { codeBlocks } from "./markdown.js"

type Fields = Readonly<Record<string, unknown>>

/** A network configuration for host-local, as a runtime hands it to a plugin. */
export interface Example {
  /** The file, with the line if it is not all of it. */
  readonly place: string
  readonly config: Fields
}

export interface Session {
  readonly place: string
  readonly text: string
}

const root = join(import.meta.dirname, "../..")

const filesIn = async (folder: string, ...extensions: readonly string[]) =>
  (await readdir(join(root, folder)))
    .filter((name) => extensions.includes(extname(name)))
    .map((name) => join(folder, name))

const documents = async (): Promise<readonly string[]> => {
  const packages = await readdir(join(root, "packages"), { withFileTypes: true })
  const folders = packages
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `packages/${name}`)
  const files = await Promise.all(["docs", ...folders].map((folder) => filesIn(folder, ".md")))
  return ["README.md", ...files.flat()]
}

/** Those of a list, or the only one. */
const networksIn = (file: Fields): readonly Fields[] => {
  const { plugins, cniVersion, name } = file
  return Array.isArray(plugins)
    ? plugins.filter(isObject).map((plugin) => ({ ...plugin, cniVersion, name }))
    : [file]
}

export const ipamOf = ({ ipam }: Fields): Fields => (isObject(ipam) ? ipam : {})

/** With leases on its disk, as it has them unless it is told otherwise. */
const isForHostLocal = (config: Fields): boolean => {
  const { type, store } = ipamOf(config)
  return type === "host-local" && !isObject(store)
}

const examplesIn = (place: string, text: string): readonly Example[] =>
  networksIn(parseObject(text))
    .filter(isForHostLocal)
    .map((config) => ({ place, config }))

/** Everything that can be tried. */
export const readDocumentation = async (): Promise<{
  readonly examples: readonly Example[]
  readonly sessions: readonly Session[]
}> => {
  const examples: Example[] = []
  const sessions: Session[] = []
  for (const path of await filesIn("examples", ".conf", ".json", ".conflist"))
    examples.push(...examplesIn(path, await readFile(join(root, path), "utf8")))
  for (const path of await documents())
    for (const { language, line, text } of codeBlocks(await readFile(join(root, path), "utf8"))) {
      const place = `${path}:${line}`
      if (language === "json") examples.push(...examplesIn(place, text))
      if (language === "console") sessions.push({ place, text })
    }
  return { examples, sessions }
}

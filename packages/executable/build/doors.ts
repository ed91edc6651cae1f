/**
 * Keeps out of the module that every command loads what no usual command runs: the modules listed
 * here are bundled into one of their own, which is loaded when a function of theirs is called.
 *
 * Only modules of functions can be listed, and none that tells values by the class they were made
 * with: the second bundle has its own copy of whatever else both need.
 */
import { join } from "node:path"

const packages = join(import.meta.dir, "../..")

const listed = [
  "cni/src/answer-version",
  "cni/src/error-object",
  "cni/src/gc",
  "cni/src/json-mistake",
  "cni/src/status",
  "core/src/allocate-in-turns",
  "executable/src/errno-words",
  "executable/src/libc-directories",
  "store-disk/src/ask-again",
  "store-disk/src/disk-documents",
  "store-disk/src/document-files",
  "store-disk/src/forget",
  "store-disk/src/hand-over",
  "store-disk/src/list-leases",
  "store-disk/src/probe",
  "store-disk/src/rebuild",
  "store-disk/src/release-address",
]

const pathOf = (module: string): string => join(packages, `${module}.ts`)

/** What the bundle behind the doors is called. */
export const seldom = "seldom"

const functionsOf = async (path: string): Promise<readonly string[]> =>
  new Bun.Transpiler({ loader: "ts" }).scan(await Bun.file(path).text()).exports

/** The source of the bundle behind the doors. */
export const behindDoors = async (): Promise<string> => {
  const lines = await Promise.all(
    listed.map(async (module) => {
      const path = pathOf(module)
      return `export { ${(await functionsOf(path)).join(", ")} } from ${JSON.stringify(path)}\n`
    }),
  )
  return lines.join("")
}

/**
 * @param bundle the one behind the doors.
 * @param made the paths of the modules in whose place there are doors.
 * @throws if a door is missing, or if there is something behind one that cannot be called.
 */
export const checkDoors = async (bundle: string, made: ReadonlySet<string>): Promise<void> => {
  for (const module of listed)
    if (!made.has(pathOf(module))) throw new Error(`build/doors.ts: nothing loads ${module}`)
  for (const [name, value] of Object.entries(await import(bundle)))
    if (typeof value !== "function") throw new Error(`build/doors.ts: ${name} is no function`)
}

const doorTo = (name: string): string =>
  `export const ${name} = (...given) => require("./${seldom}.js").${name}(...given)\n`

/** Puts doors in the place of the modules, and tells of which. */
export const doors = (made: Set<string>): Bun.BunPlugin => ({
  name: "doors",
  setup: (build) => {
    const paths = new Set(listed.map(pathOf))
    build.onLoad({ filter: /\/packages\/[\w-]+\/src\/[\w-]+\.ts$/ }, async ({ path }) => {
      if (!paths.has(path)) return undefined
      made.add(path)
      return { loader: "js", contents: (await functionsOf(path)).map(doorTo).join("") }
    })
    build.onResolve({ filter: new RegExp(`^\\./${seldom}\\.js$`) }, ({ path }) => ({
      path,
      external: true,
    }))
  },
})

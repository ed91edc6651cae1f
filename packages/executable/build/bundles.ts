/**
 * The modules of the executable: one that all of a CNI command with leases on disk is in, and others
 * that are loaded when something else is wanted.
 *
 * Each module that is loaded costs time, and chunks that several programs share would make a dozen
 * of them for the one command that matters most. So what starts every program is bundled without
 * looking at the rest, which has copies of its own of what both need.
 */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { behindDoors, checkDoors, doors, seldom } from "./doors.js"
import { embeddedEtcd } from "./embedded-etcd.js"
import { es6Builds } from "./es6-builds.js"
import { pureCodecs } from "./pure-codecs.js"
import { slimLibraries } from "./slim-libraries.js"
import { withoutConsul } from "./without-consul.js"

const sources = join(import.meta.dir, "../src")
const first = "main"

/** Leaves what is loaded by `import()` where it is, and tells its names. */
const separate = (found: Set<string>): Bun.BunPlugin => ({
  name: "separate",
  setup: (build) => {
    build.onResolve({ filter: /^\.\// }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined
      found.add(path.slice("./".length, -".js".length))
      return { path, external: true }
    })
  },
})

const pathsOf = (names: readonly string[]): string[] =>
  names.map((name) => join(sources, `${name}.ts`))

const make = (
  outdir: string,
  entrypoints: string[],
  splitting: boolean,
  ...plugins: readonly Bun.BunPlugin[]
): Promise<Bun.BuildOutput> =>
  Bun.build({
    entrypoints,
    outdir,
    target: "bun",
    format: "esm",
    splitting,
    conditions: ["source"],
    plugins: [...plugins, es6Builds, pureCodecs, withoutConsul, embeddedEtcd],
  })

/** Fills the folder with modules. */
export const bundle = async (folder: string): Promise<void> => {
  const others = new Set<string>()
  const behind = new Set<string>()
  await make(folder, pathsOf([first]), false, separate(others), doors(behind), slimLibraries)
  const source = join(folder, `${seldom}.ts`)
  await Bun.write(source, await behindDoors())
  await make(folder, [source], false, separate(others), slimLibraries)
  await checkDoors(join(folder, `${seldom}.js`), behind)
  await make(folder, pathsOf([...others]), true)
}

/**
 * What the program begins with, and what it loads next, lie together in the file: the kernel maps
 * it in pieces of up to 2 MB, each of which is memory of the command.
 *
 * @returns the paths of all modules, the one to begin with first.
 */
export const modulesIn = (folder: string): readonly string[] => {
  const early = [first, seldom].map((name) => `${name}.js`)
  const rest = readdirSync(folder).filter((name) => !early.includes(name) && name.endsWith(".js"))
  return [...early, ...rest].map((name) => join(folder, name))
}

/** For the last step, which compiles each module as it is. */
export const asTheyAre: Bun.BunPlugin = {
  name: "as-they-are",
  setup: (build) => {
    build.onResolve({ filter: /^\.\// }, ({ path }) => ({ path, external: true }))
  },
}

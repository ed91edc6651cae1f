/**
 * Puts the functions of src/fp-ts and src/io-ts in the place of those libraries in what every
 * command loads: what they build their own of, and the many small functions that takes, are a
 * sixth of a command.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"

const sources = join(import.meta.dir, "../src")

export const slimLibraries: Bun.BunPlugin = {
  name: "slim-libraries",
  setup: (build) => {
    build.onResolve({ filter: /^fp-ts\/(lib|es6)\/\w+(\.js)?$/ }, ({ path: imported }) => {
      const [, name] = /(\w+)(?:\.js)?$/.exec(imported) ?? []
      const path = join(sources, "fp-ts", `${name}.ts`)
      if (!existsSync(path)) throw new Error(`${imported} is not among those in ${sources}/fp-ts`)
      return { path }
    })
    build.onResolve({ filter: /^io-ts$/ }, () => ({ path: join(sources, "io-ts/index.ts") }))
  },
}

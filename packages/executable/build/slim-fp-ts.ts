/**
 * Puts the functions of src/fp-ts in the place of fp-ts in what every command loads: what the
 * library builds its own of, and the many small functions that takes, are a sixth of a command.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"

const folder = join(import.meta.dir, "../src/fp-ts")

export const slimFpTs: Bun.BunPlugin = {
  name: "slim-fp-ts",
  setup: (build) => {
    build.onResolve({ filter: /^fp-ts\/(lib|es6)\/\w+(\.js)?$/ }, ({ path: imported }) => {
      const [, name] = /(\w+)(?:\.js)?$/.exec(imported) ?? []
      const path = join(folder, `${name}.ts`)
      if (!existsSync(path)) throw new Error(`${imported} is not among those in ${folder}`)
      return { path }
    })
  },
}

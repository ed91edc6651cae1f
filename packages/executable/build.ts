/**
 * Compiles the plugins into one program and installs it in dist/bin under the name of each.
 * Run by Bun, from scripts/build.mjs.
 */
import { linkSync, mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { asTheyAre, bundle, modulesIn } from "./build/bundles.js"
import { compile } from "./build/compile.js"
import { profilesOf } from "./build/profile.js"
import { pluginNames, programNames } from "./src/names.js"

const dist = join(import.meta.dir, "../../dist")
const bin = join(dist, "bin")
const program = join(bin, "cni-ipam")

// Programs are run in it, which a folder of temporary files may forbid.
const folder = join(dist, "build")
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
try {
  const root = join(folder, "modules")
  await bundle(root)
  const sources = { root, modules: modulesIn(root), plugins: [asTheyAre] }
  const hostLocal = join(folder, "host-local")
  await compile(sources, hostLocal)
  rmSync(bin, { recursive: true, force: true })
  mkdirSync(bin, { recursive: true })
  await compile({ ...sources, profiles: profilesOf(hostLocal, folder) }, program)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

for (const name of [...pluginNames, ...programNames]) linkSync(program, join(bin, name))

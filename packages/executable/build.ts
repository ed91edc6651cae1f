/**
 * Compiles the plugins into one program and installs it in dist/bin under the name of each.
 * Run by Bun, from scripts/build.mjs.
 */
import { linkSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { asTheyAre, bundle, modulesIn } from "./build/bundles.js"
import { pluginNames, programNames } from "./src/names.js"

const bin = join(import.meta.dir, "../../dist/bin")
const program = join(bin, "cni-ipam")

const compile = (folder: string): Promise<Bun.BuildOutput> =>
  Bun.build({
    entrypoints: [...modulesIn(folder)],
    root: folder,
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    plugins: [asTheyAre],
    compile: {
      outfile: program,
      // A command is over before any code compiled at run time would pay.
      jitPolicy: 100,
      // A plugin runs as root in a folder of the runtime's choosing: nothing there may configure it.
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  })

const modules = mkdtempSync(join(tmpdir(), "cni-ipam-build-"))
try {
  await bundle(modules)
  rmSync(bin, { recursive: true, force: true })
  await compile(modules)
} finally {
  rmSync(modules, { recursive: true, force: true })
}

for (const name of [...pluginNames, ...programNames]) linkSync(program, join(bin, name))

/** Compiles modules into one program. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { alignHotCode } from "./align-hot-code.js"

export interface Sources {
  /** Where the modules are. */
  readonly root: string
  /** Their paths, the one to begin with first. */
  readonly modules: readonly string[]
  /** Of the bundler. */
  readonly plugins?: readonly Bun.BunPlugin[]
  /** What runs of the program used, the most usual one first: profile.ts makes them. */
  readonly profiles?: readonly string[]
}

/** @param program the path of what is to be made. */
export const compile = async (
  { root, modules, plugins = [], profiles = [] }: Sources,
  program: string,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "cni-ipam-compile-"))
  try {
    const outfile = join(folder, "program")
    await Bun.build({
      entrypoints: [...modules],
      root,
      target: "bun",
      format: "esm",
      minify: true,
      bytecode: true,
      plugins: [...plugins],
      compile: {
        outfile,
        bytecodeOrder: [...profiles],
        // A command is over before any code compiled at run time would pay.
        jitPolicy: 100,
        // A plugin runs as root in a folder of the runtime's choosing: nothing there may configure it.
        autoloadDotenv: false,
        autoloadBunfig: false,
        autoloadTsconfig: false,
        autoloadPackageJson: false,
      },
    })
    // In one piece, for the reason that copy-program.ts tells.
    writeFileSync(program, alignHotCode(readFileSync(outfile)))
    chmodSync(program, 0o755)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

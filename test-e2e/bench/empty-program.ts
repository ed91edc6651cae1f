/** The floor: what a program costs that does nothing but is compiled like our executable. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"

/** @returns the path of the program. Its options are those of packages/executable/build.ts. */
export const compileEmptyProgram = async (folder: string): Promise<string> => {
  const source = join(folder, "empty.ts")
  const outfile = join(folder, "empty")
  writeFileSync(source, "")
  await Bun.build({
    entrypoints: [source],
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    compile: {
      outfile,
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  })
  return outfile
}

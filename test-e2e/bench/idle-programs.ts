/** The floor: what a program costs that does nothing but is compiled like our executable. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Command } from "./launcher.js"

/** Programs that do nothing, by what they are. */
export type IdlePrograms = Readonly<Record<string, Command>>

const idle = (program: string): Command => ({
  program,
  args: [program],
  env: { PATH: "/usr/bin:/bin" },
  input: "/dev/null",
})

/** The options are those of packages/executable/build.ts. @returns the path of the program. */
const compile = async (folder: string, name: string, text: string): Promise<string> => {
  const source = join(folder, `${name}.ts`)
  const outfile = join(folder, name)
  writeFileSync(source, text)
  await Bun.build({
    entrypoints: [source],
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    compile: {
      outfile,
      jitPolicy: 100,
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  })
  return outfile
}

export const idlePrograms = async (folder: string): Promise<IdlePrograms> => ({
  "/bin/true": idle("/bin/true"),
  "empty program": idle(await compile(folder, "empty", "")),
  // Which does not wait for the threads of the engine.
  "process.exit(0)": idle(await compile(folder, "exit", "process.exit(0)\n")),
})

/** The floor: what a program costs that does nothing but is compiled like our executable. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { compile } from "../../packages/executable/build/compile.js"

/** The paths of programs that do nothing, by what they are. */
export type IdlePrograms = Readonly<Record<string, string>>

const compiled = async (folder: string, name: string, text: string): Promise<string> => {
  const root = join(folder, `${name}-source`)
  const source = join(root, `${name}.ts`)
  const program = join(folder, name)
  mkdirSync(root)
  writeFileSync(source, text)
  await compile({ root, modules: [source] }, program)
  return program
}

export const idlePrograms = async (folder: string): Promise<IdlePrograms> => ({
  "/bin/true": "/bin/true",
  "empty program": await compiled(folder, "empty", ""),
  // Which does not wait for the threads of the engine.
  "process.exit(0)": await compiled(folder, "exit", "process.exit(0)\n"),
})

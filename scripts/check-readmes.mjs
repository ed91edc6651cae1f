/**
 * What the compiler has to say about the examples in the READMEs, and nothing if that is nothing. It
 * reads the declarations that `tsc -b` has made.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"

process.chdir(`${import.meta.dirname}/..`)

const folder = "dist/readmes"

const settings = {
  extends: "../../tsconfig.base.json",
  compilerOptions: {
    noEmit: true,
    types: ["node"],
    customConditions: [],
    // A reader is shown what there is, used or not.
    noUnusedLocals: false,
    // An example may use packages that its own does not depend on.
    paths: {
      "@cni-ipam/*": ["../../packages/*/dist/index.d.ts"],
      "fp-ts/*": ["../../packages/core/node_modules/fp-ts/*"],
    },
  },
  include: ["*.ts"],
}

/**
 * Writes each example as a file, with its lines where they stand in the README.
 *
 * @param {string} readme
 */
const writeExamples = (readme) => {
  const text = readFileSync(readme, "utf8")
  for (const { index, 1: code } of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = text.slice(0, index).split("\n").length
    const name = `${readme.replaceAll("/", "+")}+${line}.ts`
    writeFileSync(`${folder}/${name}`, "\n".repeat(line) + code)
  }
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(settings))
writeFileSync(`${folder}/package.json`, '{ "type": "module" }')
const readmes = readdirSync("packages").map((name) => `packages/${name}/README.md`)
for (const readme of ["README.md", ...readmes.filter(existsSync)]) writeExamples(readme)

const { status, stdout } = spawnSync("node_modules/.bin/tsc", ["-p", folder], { encoding: "utf8" })
const asRead = stdout.replace(/^dist\/readmes\/(.*?)\+\d+\.ts/gm, (_, name) =>
  name.replaceAll("+", "/"),
)
process.stderr.write(asRead)
if (status !== 0) process.exitCode = 1

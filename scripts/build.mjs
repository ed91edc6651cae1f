/** Builds the libraries, then the executable that bundles their sources. */
import { packageFiles, whenChanged } from "./freshness.mjs"
import { run } from "./run.mjs"

process.chdir(`${import.meta.dirname}/..`)

const inputs = [
  "pnpm-lock.yaml",
  "tsconfig.base.json",
  "tsconfig.library.json",
  ...packageFiles().filter((path) => /(?<!\.test)\.ts$|\.json$/.test(path)),
]

// Knows by itself what has changed, also since the check compiled something that is no more.
run("node_modules/.bin/tsc", "-b", "packages")

whenChanged("dist/.built", inputs, () =>
  run("node_modules/.bin/bun", "packages/executable/build.ts"),
)

/** Installs what the workspace depends on, on a machine that has Node and npm and nothing else. */
import { readFileSync } from "node:fs"
import { packageFiles, whenChanged } from "./freshness.mjs"
import { run } from "./run.mjs"

process.chdir(`${import.meta.dirname}/..`)

const inputs = [
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "test-e2e/package.json",
  ...packageFiles().filter((path) => path.endsWith("/package.json")),
]

whenChanged("node_modules/.installed", inputs, () => {
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"))
  // Not every Node comes with corepack; npx comes with npm.
  run("npx", "--yes", packageManager, "install", "--frozen-lockfile")
})

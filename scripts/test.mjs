/** Builds; then the static checks and all tests, and the last line says how many passed. */
import { spawnSync } from "node:child_process"
import { accessSync, readFileSync, rmSync } from "node:fs"
import { run } from "./run.mjs"

process.chdir(`${import.meta.dirname}/..`)

const filters = process.argv.slice(2)

const hasApt = () => {
  try {
    accessSync("/usr/bin/apt-get")
    return true
  } catch {
    return false
  }
}

// Of a part of the tests nobody knows beforehand what it takes.
if (filters.length === 0 && !(process.getuid?.() === 0 && hasApt())) {
  console.error(
    "All tests take root, for namespaces and mounts, on a Debian with apt, from which they get etcd, " +
      "Consul and the CNI plugins. Those of the packages take neither: npm test -- packages",
  )
  process.exit(1)
}

run("npm", "run", "--silent", "build")

const report = "node_modules/.vitest-report.json"

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
const succeeds = (program, ...args) => spawnSync(program, args, { stdio: "inherit" }).status === 0

const counts = () => {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

rmSync(report, { force: true })
const checked = succeeds("npm", "run", "--silent", "check")
const tested = succeeds(
  "node_modules/.bin/vitest",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...filters,
)

const { passed, failed } = counts()
// A test file that does not even load fails the run without a failed test.
const failures = failed + (tested || failed > 0 ? 0 : 1) + (checked ? 0 : 1)
if (!checked) console.log("The static checks failed, which counts as one failure: see above.")
console.log(`${passed} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

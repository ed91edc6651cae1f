/** The static checks and all tests; the last line says how many passed. */
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"

process.chdir(`${import.meta.dirname}/..`)

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
  ...process.argv.slice(2),
)

const { passed, failed } = counts()
// A test file that does not even load fails the run without a failed test.
const failures = failed + (tested || failed > 0 ? 0 : 1) + (checked ? 0 : 1)
if (!checked) console.log("The static checks failed, which counts as one failure: see above.")
console.log(`${passed} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

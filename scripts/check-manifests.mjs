/**
 * What publint has to say about the packages that are to be published, and which of them would take
 * their tests along; nothing if that is nothing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

/** Beside the tests themselves, which no package has in `files`. */
const foldersOfTests = ["test", "planted-bugs"]

/** @param {string} pkgDir @param {{ readonly files: readonly string[] }} manifest */
const published = (pkgDir, { files }) =>
  foldersOfTests.filter((name) => {
    if (!existsSync(join(pkgDir, "src", name))) return false
    const { exclude = [] } = JSON.parse(readFileSync(join(pkgDir, "tsconfig.json"), "utf8"))
    return !files.includes(`!src/${name}`) || !exclude.includes(`src/${name}`)
  })

for (const entry of readdirSync("packages", { withFileTypes: true })) {
  if (!entry.isDirectory()) continue
  const pkgDir = join("packages", entry.name)
  const manifest = JSON.parse(readFileSync(join(pkgDir, "package.json"), "utf8"))
  if (manifest.private) continue
  const { messages } = await publint({ pkgDir, pack: false, strict: true })
  for (const message of messages) console.error(`${pkgDir}: ${formatMessage(message, manifest)}`)
  const tests = published(pkgDir, manifest)
  for (const name of tests)
    console.error(`${pkgDir}: src/${name} must be excluded in package.json and in tsconfig.json`)
  if (messages.length + tests.length > 0) process.exitCode = 1
}

/** What publint has to say about the packages that are to be published, and nothing if that is nothing. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

for (const entry of readdirSync("packages", { withFileTypes: true })) {
  if (!entry.isDirectory()) continue
  const pkgDir = join("packages", entry.name)
  const manifest = JSON.parse(readFileSync(join(pkgDir, "package.json"), "utf8"))
  if (manifest.private) continue
  const { messages } = await publint({ pkgDir, pack: false, strict: true })
  for (const message of messages) console.error(`${pkgDir}: ${formatMessage(message, manifest)}`)
  if (messages.length > 0) process.exitCode = 1
}

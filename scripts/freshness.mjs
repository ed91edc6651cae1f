/** Skips a step whose inputs are what they were when it last succeeded. */
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const notSource = new Set(["node_modules", "dist"])

/**
 * The files of all packages, without what is installed or built.
 *
 * @returns {string[]}
 */
export const packageFiles = (folder = "packages") =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notSource.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? packageFiles(path) : [path]
    })

/** @param {string} path */
const textOf = (path) => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/**
 * Runs `step` unless `stamp` says that it has run for these inputs. What they hold decides, not
 * their times: those of a fresh checkout or a copied folder mean nothing.
 *
 * @param {string} stamp where the digest of the inputs is kept; it vanishes with the outputs
 * @param {readonly string[]} inputs
 * @param {() => void} step throws when it fails
 */
export const whenChanged = (stamp, inputs, step) => {
  const hash = createHash("sha256")
  for (const path of inputs.toSorted()) hash.update(`${path}\0${textOf(path)}\0`)
  const digest = hash.digest("hex")
  if (textOf(stamp) === digest) return
  // A step that fails may leave half of its outputs, which the old inputs must not vouch for.
  rmSync(stamp, { force: true })
  step()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

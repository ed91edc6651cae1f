import { randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import { copyProgram } from "./copy-program.js"

const folder = mkdtempSync(join(tmpdir(), "copy-program-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [from, to] = [join(folder, "from"), join(folder, "to")]

it.each([
  ["nothing", 0],
  ["less than a piece", 1000],
  ["two pieces", 8 * 1024 * 1024],
  ["two pieces and a byte", 8 * 1024 * 1024 + 1],
])("copies %s", (_, size) => {
  const content = randomBytes(size)
  writeFileSync(from, content)
  copyProgram(from, to)
  expect(readFileSync(to).equals(content)).toBe(true)
})

it("leaves nothing of what was there, and makes a program of it", () => {
  writeFileSync(from, "short", { mode: 0o600 })
  writeFileSync(to, "something longer", { mode: 0o600 })
  copyProgram(from, to)
  expect(readFileSync(to, "utf8")).toBe("short")
  expect(statSync(to).mode & 0o777).toBe(0o755)
})

it("makes no file of one that is not there", () => {
  const missing = join(folder, "missing")
  expect(() => copyProgram(missing, join(folder, "made"))).toThrow("ENOENT")
  expect(() => statSync(join(folder, "made"))).toThrow("ENOENT")
})

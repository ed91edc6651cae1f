/**
 * Tools by name, partly from the real archive: that this machine can reach it is what the tests
 * which need those tools rely on.
 */
import { execFile } from "node:child_process"
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { isAbsolute, join } from "node:path"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { fetchPackage, fetchTools, locate, tool } from "./debian.js"

const networkTimeout = 600_000

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tools-"))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const source = { suite: "bookworm", package: "greet", path: "usr/bin/greet" } as const
const unpackedHere = () => Promise.resolve({ folder: join(folder, "greet"), version: "1" })
const unreachable = () => Promise.reject(new Error("no line"))

test("a program on PATH is taken where any version will do, and only there", async () => {
  const program = join(folder, "greet")
  await writeFile(program, "", { mode: 0o755 })
  vi.stubEnv("PATH", `/nonexistent:${folder}`)
  expect(await locate("greet", { ...source, onPath: true }, unreachable)).toBe(program)
  await expect(locate("greet", source, unreachable)).rejects.toThrow("no line")
})

test("a file on PATH that cannot be run is passed over", async () => {
  await writeFile(join(folder, "greet"), "", { mode: 0o644 })
  vi.stubEnv("PATH", folder)
  await expect(locate("greet", { ...source, onPath: true }, unreachable)).rejects.toThrow("no line")
})

test("an error names the tool, the package, the suite and what failed", async () => {
  await expect(locate("greet", source, unreachable)).rejects.toThrow(
    /^Cannot get the tool greet from package greet of Debian bookworm: no line$/,
  )
})

test("a package without the program is an error", async () => {
  await expect(locate("greet", source, unpackedHere)).rejects.toThrow(
    "the package holds no program usr/bin/greet",
  )
})

test("a link inside a package never leads to the machine's own program", async () => {
  await mkdir(join(folder, "greet/usr/bin"), { recursive: true })
  await symlink("/bin/sh", join(folder, "greet/usr/bin/greet"))
  await expect(locate("greet", source, unpackedHere)).rejects.toThrow(
    "usr/bin/greet is a link that leads out of the package",
  )
})

test("an unknown package is a clear error", { timeout: networkTimeout }, async () => {
  const unknown = { ...source, package: "no-such-package" }
  await expect(locate("greet", unknown)).rejects.toThrow(
    "Cannot get the tool greet from package no-such-package of Debian bookworm: " +
      "apt-get download failed: Unable to locate package no-such-package",
  )
})

const answer = (program: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { CNI_COMMAND: "VERSION" }
    execFile(program, { env }, (error, stdout) => (error ? reject(error) : resolve(stdout)))
      // A plugin waits for its configuration, empty though it may be.
      .stdin?.end("{}")
  })

test("real plugins of both suites run, and a second call runs no apt", {
  timeout: networkTimeout,
}, async () => {
  const wanted = ["host-local", "bridge", "host-local-1.1"] as const
  const found = await fetchTools(wanted)
  for (const name of wanted) {
    expect(isAbsolute(found(name))).toBe(true)
    expect(await answer(found(name))).toContain("supportedVersions")
  }
  expect((await fetchPackage("sid", "containernetworking-plugins")).version).toMatch(/^1\.\d+/)

  vi.stubEnv("PATH", "/nonexistent")
  const started = performance.now()
  expect(await tool("host-local")).toBe(found("host-local"))
  expect(performance.now() - started).toBeLessThan(100)
})

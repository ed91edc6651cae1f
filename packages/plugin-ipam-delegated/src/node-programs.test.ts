import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { nodePrograms } from "./node-programs.js"

const folder = mkdtempSync(join(tmpdir(), "cni-ipam-programs-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let scripts = 0
const script = (body: string, mode = 0o755): string => {
  const path = join(folder, `script-${scripts++}`)
  writeFileSync(path, body.startsWith("#!") ? body : `#!/bin/sh\n${body}\n`)
  chmodSync(path, mode)
  return path
}

const run = (body: string, timeout = 5000, input = "input") =>
  nodePrograms.run({ path: script(body), env: { A: "a" }, input, timeout })()

describe("a program", () => {
  it("is a file that can be executed", () => {
    expect(nodePrograms.isProgram(script("true"))).toBe(true)
    expect(nodePrograms.isProgram(script("true", 0o644))).toBe(false)
    expect(nodePrograms.isProgram(folder)).toBe(false)
    expect(nodePrograms.isProgram(join(folder, "none"))).toBe(false)
  })

  it("gets its environment and its input, and is read to the end", async () => {
    expect(await run('echo "$A $B"; /bin/cat; exit 3')).toEqual({
      _tag: "Exited",
      status: 3,
      output: "a \ninput",
    })
  })

  it("need not read what it is given", async () => {
    expect(await run("echo done", 5000, "x".repeat(1_000_000))).toMatchObject({ output: "done\n" })
  })

  it("that a signal ends is told from one that exits", async () => {
    expect(await run("kill -TERM $$")).toEqual({ _tag: "Killed", signal: "SIGTERM" })
  })

  it("that does not end in time is killed, and all that it has started", async () => {
    const started = performance.now()
    expect(await run("/bin/sleep 60 & wait", 100)).toEqual({ _tag: "TimedOut" })
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it("that cannot be started is told", async () => {
    const path = script("#!/nonexistent")
    expect(await nodePrograms.run({ path, env: {}, input: "", timeout: 100 })()).toMatchObject({
      _tag: "NotStarted",
    })
    const env = { A: "x".repeat(3_000_000) }
    expect(
      await nodePrograms.run({ path: script("true"), env, input: "", timeout: 100 })(),
    ).toMatchObject({ _tag: "NotStarted" })
  })
})

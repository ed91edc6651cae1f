import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { left, right } from "fp-ts/lib/Either.js"
import { afterAll, describe, expect, it } from "vitest"
import { processIo } from "./process-io.js"

const folder = mkdtempSync(join(tmpdir(), "process-io-"))
afterAll(() => rmSync(folder, { recursive: true }))

describe("files", () => {
  const io = processIo()
  const log = join(folder, "log")

  it("are appended to, and read", () => {
    io.appendFile(log, "one\n")
    io.appendFile(log, "two\n")
    expect(io.readFile(log)).toEqual(right("one\ntwo\n"))
  })

  it("say in a few words why they cannot be read", () => {
    expect(io.readFile(join(folder, "none"))).toEqual(left("ENOENT: no such file or directory"))
    expect(io.readFile(folder)).toMatchObject(left(expect.stringMatching(/^EISDIR: [^,]*$/)))
  })
})

describe("this machine", () => {
  const io = processIo()

  it("has a name, a clock and an environment", () => {
    expect(io.hostname()).toMatch(/^\S+$/)
    expect(Math.abs(io.now().getTime() - Date.now())).toBeLessThan(1000)
    expect(io.env).toBe(process.env)
  })

  it.skipIf(process.platform !== "linux")("knows its own network namespace by any path", () => {
    expect(io.sameNetns("/proc/self/ns/net")).toBe(true)
    expect(io.sameNetns(`/proc/${process.pid}/ns/net`)).toBe(true)
  })

  it.each(["/proc/self/ns/mnt", "/nonexist", "/dev/null/x", ""])(
    "does not take %j for its own network namespace",
    (path) => {
      expect(io.sameNetns(path)).toBe(false)
    },
  )
})

const bun = join(import.meta.dirname, "../../../node_modules/.bin/bun")

/** Runs a program in a process where the stream objects must not be touched. */
const run = async (program: string, input: string) => {
  const prologue = `
    for (const name of ["stdin", "stdout", "stderr"])
      Object.defineProperty(process, name, { get() { throw new Error(name + " was touched") } })
    const { processIo } = await import("./process-io.ts")
    const io = processIo()
  `
  const child = spawn(bun, ["--conditions=source", "-e", prologue + program], {
    cwd: import.meta.dirname,
  })
  child.stdin.end(input)
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { output, errors }
}

describe("the streams of a process", () => {
  it("carry megabytes both ways", async () => {
    const megabytes = "añb€".repeat(500_000)
    const { output, errors } = await run("io.print(io.readInput())", megabytes)
    expect(errors).toBe("")
    expect(output === megabytes).toBe(true)
  })

  it("are kept apart", async () => {
    const program = 'io.print("answer"); io.printError("log")'
    expect(await run(program, "")).toEqual({ output: "answer", errors: "log" })
  })
})

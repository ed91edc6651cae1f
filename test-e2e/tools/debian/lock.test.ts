/** The lock that keeps processes apart, and what becomes of it when they die. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { withLock } from "./lock.js"
import { run } from "./run.js"

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"))
  file = join(folder, "lock")
})

afterEach(() => rm(folder, { recursive: true }))

const done = () => Promise.resolve("done")

test("another process has to wait, and gives up in the end", async () => {
  const other = spawn("flock", [file, "sh", "-c", "echo held; exec cat"])
  await once(other.stdout, "data")
  await expect(withLock(file, 0.2, done)).rejects.toThrow(
    `locking ${file} failed: still running after 0.2 s`,
  )
  const waiting = withLock(file, 10, done)
  other.kill("SIGKILL")
  other.stdin.end()
  expect(await waiting).toBe("done")
})

test("the lock is free again after work that failed", async () => {
  await expect(withLock(file, 1, () => Promise.reject(new Error("no")))).rejects.toThrow("no")
  expect(await withLock(file, 1, done)).toBe("done")
})

test("a program that outlives its caller keeps the lock until it ends", async () => {
  let program: Promise<string> | undefined
  await withLock(file, 1, async (lock) => {
    const options = { step: "sleeping", cwd: folder, timeoutSeconds: 10, lock, hiddenUris: [] }
    program = run("sleep", ["0.6"], options)
  })
  await expect(withLock(file, 0.2, done)).rejects.toThrow("still running")
  await program
  expect(await withLock(file, 1, done)).toBe("done")
})

import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isRight, right } from "fp-ts/lib/Either.js"
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { fileSystemOf } from "./file-system-of.js"
import { flockCommand, flockCommandWithin } from "./flock-command.js"
import { withLock } from "./lock.js"
import { nodeCalls } from "./node-calls.js"

const root = mkdtempSync(join(tmpdir(), "cni-ipam-lock-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let files = 0
const newPath = (): string => join(root, `${++files}`)

/** Another process that has the lock from when this resolves, until it is told to end. */
const holder = async (path: string): Promise<() => void> => {
  const other = spawn("/bin/sh", ["-c", 'exec 3>"$0"; flock 3; echo held; exec sleep 60', path], {
    stdio: ["ignore", "pipe", "ignore"],
  })
  const end = () => void other.kill()
  onTestFinished(end)
  await once(other.stdout, "data")
  return end
}

const calls = nodeCalls(flockCommand)

describe.each([
  ["in the system's queue", fileSystemOf(calls, flockCommandWithin)],
  ["by asking again and again", fileSystemOf(calls)],
])("a lock that somebody else has, waited for %s", (_how, fs) => {
  it("is had when he gives it back", async () => {
    const path = newPath()
    const end = await holder(path)
    const work = vi.fn(() => "done")
    const outcome = withLock(fs, path, 10_000, work)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(work).not.toHaveBeenCalled()
    end()
    expect(await outcome).toEqual(right("done"))
  })

  it("is given up at the deadline, and not had afterwards", async () => {
    const path = newPath()
    const end = await holder(path)
    const work = vi.fn()
    expect(await withLock(fs, path, 100, work)).toMatchObject({
      left: { _tag: "Busy", subject: path, waitedMs: expect.closeTo(100, -3) },
    })
    end()
    expect(await withLock(fs, path, 10_000, () => "done")).toEqual(right("done"))
    expect(work).not.toHaveBeenCalled()
  })

  it("is taken on the new file where the old one was removed", async () => {
    const path = newPath()
    const endOld = await holder(path)
    const work = vi.fn(() => "done")
    const outcome = withLock(fs, path, 10_000, work)
    await new Promise((resolve) => setTimeout(resolve, 100))
    renameSync(path, `${path}.old`)
    const endNew = await holder(path)
    rmSync(`${path}.old`)
    endOld()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(work).not.toHaveBeenCalled()
    endNew()
    expect(await outcome).toEqual(right("done"))
  })

  it("is had by as many as want it, one after the other", async () => {
    const path = newPath()
    const end = await holder(path)
    let count = 0
    const outcomes = Array.from({ length: 10 }, () => withLock(fs, path, 10_000, () => ++count))
    end()
    const had = (await Promise.all(outcomes)).map((outcome) => isRight(outcome) && outcome.right)
    expect(had.sort()).toEqual([1, 10, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe("without the command flock", () => {
  it("says that there are no locks, and what is missing", async () => {
    const path = newPath()
    vi.stubEnv("PATH", "/of/no/programs")
    onTestFinished(() => void vi.unstubAllEnvs())
    const reason = "ENOLCK (the program flock of util-linux or busybox is not there)"
    const refused = { left: { _tag: "Unavailable", operation: "lock", reason } }
    const fs = fileSystemOf(calls, flockCommandWithin)
    expect(await withLock(fs, path, 1000, () => "done")).toMatchObject(refused)
    expect(await fs.waitForLock(path, 1000)).toMatchObject({ left: { code: reason, path } })
  })
})

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { explainDecodeError } from "@cni-ipam/core"
import { isRight } from "fp-ts/lib/Either.js"
import { afterAll, describe, expect, it } from "vitest"
import { diskDriver } from "./driver.js"
import { nodeFileSystem } from "./node-file-system.js"

const dataDir = mkdtempSync(join(tmpdir(), "driver-"))
afterAll(() => rmSync(dataDir, { recursive: true }))

const context = { node: "n1", warn: () => {} }

/** What is said of the options; nothing if the store is opened. */
const complaintAbout = async (options: object): Promise<string | undefined> => {
  const opened = await diskDriver(nodeFileSystem()).open({ dataDir, ...options }, context)()
  if (isRight(opened)) return undefined
  return opened.left._tag === "Decode" ? explainDecodeError(opened.left) : opened.left._tag
}

describe("a time limit for the lock", () => {
  it.each([0, 1, 30_000])("may be %d", async (lockTimeout) => {
    expect(await complaintAbout({ lockTimeout })).toBeUndefined()
  })

  it.each([
    [-1, "lockTimeout: a time to wait is 0 or more milliseconds, not -1"],
    ["5", 'lockTimeout must be an integer, found "5"'],
    [1.5, "lockTimeout must be an integer, found 1.5"],
  ])("is not %j", async (lockTimeout, complaint) => {
    expect(await complaintAbout({ lockTimeout })).toBe(complaint)
  })
})

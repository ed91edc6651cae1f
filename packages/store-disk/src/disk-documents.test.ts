import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { DocumentKey } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import { none, some } from "fp-ts/lib/Option.js"
import { afterAll, expect, it } from "vitest"
import { diskDocuments } from "./disk-documents.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import { answer } from "./test/place.js"

const dataDir = mkdtempSync(join(tmpdir(), "cni-ipam-documents-"))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const fs = fileSystemOf(nodeCalls(() => right(true)))
const documents = diskDocuments({ fs, dataDir, lockTimeout: 1000 })

const files = () => readdirSync(join(dataDir, ".cni-ipam/.documents"), { recursive: true }).sort()

const remove = async (key: DocumentKey) => {
  const found = await answer(documents.read(key))
  const expected = found._tag === "Some" ? some(found.value.version) : none
  await answer(documents.commit([{ key, expected, value: none }]))
}

it("a document that is deleted leaves no folder behind in which there is nothing else", async () => {
  const keys: readonly DocumentKey[] = [
    ["users", "a", "n1"],
    ["users", "a", "n2"],
    ["users", "b", "n1"],
  ]
  await answer(documents.commit(keys.map((key) => ({ key, expected: none, value: some("1") }))))
  await remove(["users", "a", "n1"])
  expect(files()).toContain("+users/+a")
  await remove(["users", "a", "n2"])
  expect(files()).toEqual(["+users", "+users/+b", "+users/+b/=n1", "lock"])
  await remove(["users", "b", "n1"])
  expect(files()).toEqual(["lock"])
})

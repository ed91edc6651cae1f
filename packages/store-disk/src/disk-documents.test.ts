import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import type { DocumentChange, DocumentKey } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import { none, some } from "fp-ts/lib/Option.js"
import { afterAll, expect, it, onTestFinished } from "vitest"
import { diskDocuments } from "./disk-documents.js"
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import { Killed } from "./test/faulty-file-system.js"
import { answer } from "./test/place.js"

const dataDir = mkdtempSync(join(tmpdir(), "cni-ipam-documents-"))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const fs = fileSystemOf(nodeCalls(() => right(true)))
const warnings: string[] = []
const optionsIn = (folder: string, on = fs) => ({
  fs: on,
  dataDir: folder,
  lockTimeout: 1000,
  warn: (sentence: string) => void warnings.push(sentence),
})
const documents = diskDocuments(optionsIn(dataDir))

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

const two = (value: string): readonly DocumentChange[] =>
  ["a", "b"].map((name) => ({ key: ["pair", name], expected: none, value: some(value) }))

const valuesIn = async (folder: string) => {
  const found = await answer(diskDocuments(optionsIn(folder)).list(["pair"]))
  return found.map(({ value }) => value)
}

it("a commit that was cut off is finished where the directory is moved to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cni-ipam-documents-"))
  const moved = `${folder}-moved`
  const dying: FileSystem = {
    ...fs,
    rename: (path, newPath) => {
      if (newPath.includes("=b")) throw new Killed()
      return fs.rename(path, newPath)
    },
  }
  await expect(diskDocuments(optionsIn(folder, dying)).commit(two("1"))()).rejects.toThrow(Killed)
  renameSync(folder, moved)
  onTestFinished(() => rmSync(moved, { recursive: true }))
  expect(await valuesIn(moved)).toEqual(["1", "1"])
  expect(existsSync(folder)).toBe(false)
})

it("a journal that cannot be read is told of and stops nobody", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cni-ipam-documents-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await answer(diskDocuments(optionsIn(folder)).commit(two("1")))
  const journal = join(folder, ".cni-ipam/.documents/journal")
  writeFileSync(journal, "\0".repeat(40))
  warnings.length = 0
  expect(await valuesIn(folder)).toEqual(["1", "1"])
  expect(warnings).toEqual([expect.stringContaining(journal)])
  expect(existsSync(journal)).toBe(false)
})

it("a file whose name is none of a document is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cni-ipam-documents-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await answer(diskDocuments(optionsIn(folder)).commit(two("1")))
  writeFileSync(join(folder, ".cni-ipam/.documents/+pair/=50%"), "x")
  expect(await valuesIn(folder)).toEqual(["1", "1"])
})

it("what is committed is on the disk before anybody is told of it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cni-ipam-documents-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const done: string[] = []
  const told = (what: string, path: string) => done.push(`${what} ${basename(path)}`)
  const watched: FileSystem = {
    ...fs,
    write: (path, content, mode) => {
      told("write", path)
      return fs.write(path, content, mode)
    },
    sync: (path) => {
      told("sync", path)
      return fs.sync(path)
    },
    rename: (path, newPath) => {
      told("rename", newPath)
      return fs.rename(path, newPath)
    },
  }
  const change = { key: ["pair", "a"], expected: none, value: some("1") } as const
  await answer(diskDocuments(optionsIn(folder, watched)).commit([change]))
  expect(done).toEqual([
    ...["write draft", "sync draft", "rename journal", "sync .documents"],
    ...["write draft", "sync draft", "rename =a", "sync +pair"],
  ])
})

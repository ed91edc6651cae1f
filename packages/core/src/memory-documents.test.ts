import { none, some } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { rightOf } from "../test/samples.js"
import type { DocumentChange, DocumentKey } from "./documents.js"
import { memoryDocuments } from "./memory-documents.js"

const create = (...key: DocumentKey): DocumentChange => ({
  key,
  expected: none,
  value: some(key.join("/")),
})

/** What every store promises is tested by the store-testkit; here is what it cannot ask of all. */
describe("documents in memory", () => {
  it("may have any characters in their names", async () => {
    const documents = memoryDocuments()
    const names = ["a/b", "a", '"', "\\", '","', " ", "..", "\n"]
    await documents.commit(names.map((name) => create("pools", name)))()
    for (const name of names) {
      const found = rightOf(await documents.read(["pools", name])())
      expect(found).toMatchObject({ value: { key: ["pools", name], value: `pools/${name}` } })
    }
    expect(rightOf(await documents.list(["pools"])())).toHaveLength(names.length)
    await documents.commit([create("users", "a", "deep")])()
    expect(rightOf(await documents.list(["pools", "a"])())).toEqual([])
  })

  it("are listed by name, whatever comes between in the text of their keys", async () => {
    const documents = memoryDocuments()
    const names = ["ab", 'a"', "a", "a b", "aA", "a!"]
    await documents.commit(names.map((name) => create("pools", name)))()
    const listed = rightOf(await documents.list(["pools"])())
    expect(listed.map(({ key }) => key[1])).toEqual(names.toSorted())
  })

  it("say of a change that deletes what is not there that it is stale or done", async () => {
    const documents = memoryDocuments()
    const key: DocumentKey = ["pools", "a"]
    expect(rightOf(await documents.commit([{ key, expected: some("1"), value: none }])())).toEqual({
      _tag: "Stale",
      keys: [key],
    })
    expect(rightOf(await documents.commit([{ key, expected: none, value: none }])())).toEqual({
      _tag: "Committed",
    })
  })
})

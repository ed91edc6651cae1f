import { some } from "fp-ts/lib/Option.js"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { create, plainDocuments } from "../plain-documents.js"
import type { Topic } from "../topic.js"

/** Names in whose order a separator or an escape may come between. */
const names = ["b", "a", "a.b", "a-b", "ab", "a b", "a!", "B", "10", "9", 'a"', "aA", "a%", "ä"]

export const documents: Topic = {
  title: "a document",
  needs: ["documents"],
  promises: {
    "is read as it was written, and nobody reads one that is not": async (store) => {
      const plain = plainDocuments(store)
      const text = 'ü\n{"a": "\\u0000"}\r\n  '
      expect(await plain.commit(create(["pools", "a"], text))).toEqual({ _tag: "Committed" })
      expect(await answer(store.documents.read(["pools", "a"]))).toMatchObject(
        some({ key: ["pools", "a"], value: text }),
      )
      expect(await plain.read(["pools", "b"])).toBeUndefined()
      expect(await plain.read(["pools"])).toBeUndefined()
      expect(await plain.read(["pools", "a", "a"])).toBeUndefined()
    },

    "may be empty or large": async (store) => {
      const plain = plainDocuments(store)
      const large = "x".repeat(100_000)
      await plain.commit(create(["pools", "empty"], ""), create(["pools", "large"], large))
      expect(await plain.read(["pools", "empty"])).toBe("")
      expect(await plain.read(["pools", "large"])).toBe(large)
    },

    "is listed among its folder's others by name": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(...names.map((name) => create(["pools", name], name)))
      const expected = names.toSorted().map((name) => `pools/${name}=${name}`)
      expect(await plain.list("pools")).toEqual(expected)
    },

    "is listed in its own folder only": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(
        create(["top"], "1"),
        create(["pools", "a"], "2"),
        create(["pools", "a", "deep"], "3"),
        create(["users", "a", "deep"], "6"),
        create(["pools2", "a"], "4"),
        create(["poo", "ls"], "5"),
      )
      expect(await plain.list()).toEqual(["top=1"])
      expect(await plain.list("pools")).toEqual(["pools/a=2"])
      expect(await plain.list("pools", "a")).toEqual(["pools/a/deep=3"])
      expect(await plain.list("unheard-of")).toEqual([])
    },

    "does not mix with the leases": async (store) => {
      await plainDocuments(store).commit(create(["lan", "10.0.0.2"], "1"), create(["lan"], "2"))
      expect(await answer(store.networks)).toEqual([])
      expect(await answer(store.leases({ network: "lan" }))).toMatchObject({ leases: [] })
    },
  },
}

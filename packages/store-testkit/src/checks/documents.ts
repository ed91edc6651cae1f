import type { DocumentKey } from "@cni-ipam/core"
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

    "is found with others by their keys, and those that are not there are not": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(
        create(["pools", "a"], "1"),
        create(["pools", "b"], "2"),
        create(["pools"], "3"),
        create(["pools", "a", "deep"], "4"),
      )
      const keys: readonly DocumentKey[] = [
        ["pools"],
        ["pools", "a"],
        ["pools", "c"],
        ["users", "a"],
      ]
      expect(await plain.find(keys)).toEqual(["pools/a=1", "pools=3"])
      expect(await plain.find([["users", "a"]])).toEqual([])
      expect(await plain.find([])).toEqual([])
    },

    "is found by how its name begins, once and in its own folder only": async (store) => {
      const plain = plainDocuments(store)
      const named = ["10.1", "10.10", "10.1.5", "10.2", "1", "10:1", "11"]
      await plain.commit(
        ...named.map((name) => create(["nets", name], name)),
        create(["nets", "10.1", "deep"], "deep"),
        create(["nets2", "10.1"], "other"),
        create(["10.1"], "top"),
      )
      expect(await plain.find([], [["nets", "10.1"]])).toEqual(
        ["10.1", "10.1.5", "10.10"].map((name) => `nets/${name}=${name}`).sort(),
      )
      expect(await plain.find([], [["nets", "10:"], ["10"]])).toEqual([
        "10.1=top",
        "nets/10:1=10:1",
      ])
      expect(
        await plain.find(
          [
            ["nets", "10.2"],
            ["nets", "10.1"],
          ],
          [
            ["nets", "10.1"],
            ["nets", "10.1."],
          ],
        ),
      ).toEqual(["10.1", "10.1.5", "10.10", "10.2"].map((name) => `nets/${name}=${name}`).sort())
      expect(
        await plain.find(
          [],
          [
            ["nets", "9"],
            ["unheard-of", "1"],
          ],
        ),
      ).toEqual([])
    },

    "is found in the version in which it is read": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(create(["pools", "a"], "1"))
      const query = { keys: [], beginnings: [["pools", "a"]] } as const
      const [found] = await answer(store.documents.find(query))
      expect(found).toMatchObject({
        key: ["pools", "a"],
        version: await plain.version(["pools", "a"]),
      })
    },

    "does not mix with the leases": async (store) => {
      await plainDocuments(store).commit(create(["lan", "10.0.0.2"], "1"), create(["lan"], "2"))
      expect(await answer(store.networks)).toEqual([])
      expect(await answer(store.leases({ network: "lan" }))).toMatchObject({ leases: [] })
    },
  },
}

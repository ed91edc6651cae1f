import type { DocumentKey } from "@cni-ipam/core"
import { expect } from "vitest"
import { change, create, plainDocuments, remove } from "../plain-documents.js"
import type { Topic } from "../topic.js"

const key: DocumentKey = ["pools", "a"]
const committed = { _tag: "Committed" }
const stale = (...keys: readonly DocumentKey[]) => ({ _tag: "Stale", keys })

export const documentChanges: Topic = {
  title: "a change of documents",
  needs: ["documents"],
  promises: {
    "creates no document where there is one already": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(create(key, "first"))
      expect(await plain.commit(create(key, "second"))).toEqual(stale(key))
      expect(await plain.read(key)).toBe("first")
    },

    "is made from the version that was read, and from no older one": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(create(key, "1"))
      const old = await plain.version(key)
      expect(await plain.commit(change(key, old, "2"))).toEqual(committed)
      expect(await plain.commit(change(key, old, "3"))).toEqual(stale(key))
      expect(await plain.read(key)).toBe("2")
    },

    "gives another version each time, even to the same text and back": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(create(key, "same"))
      const versions = [await plain.version(key)]
      for (const text of ["same", "other", "same"]) {
        expect(await plain.commit(change(key, versions.at(-1) ?? "", text))).toEqual(committed)
        versions.push(await plain.version(key))
      }
      expect(new Set(versions).size).toBe(4)
    },

    "deletes a document in the version that was read only": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(create(key, "1"))
      const old = await plain.version(key)
      await plain.commit(change(key, old, "2"))
      expect(await plain.commit(remove(key, old))).toEqual(stale(key))
      expect(await plain.commit(remove(key, await plain.version(key)))).toEqual(committed)
      expect(await plain.read(key)).toBeUndefined()
      expect(await plain.list("pools")).toEqual([])
    },

    "from a version before a deletion is stale, even when the document was made anew": async (
      store,
    ) => {
      const plain = plainDocuments(store)
      await plain.commit(create(key, "1"))
      const old = await plain.version(key)
      await plain.commit(remove(key, old))
      expect(await plain.commit(change(key, old, "2"))).toEqual(stale(key))
      await plain.commit(create(key, "1"))
      expect(await plain.commit(change(key, old, "2"))).toEqual(stale(key))
      expect(await plain.read(key)).toBe("1")
    },

    "is made in all documents or in none": async (store) => {
      const plain = plainDocuments(store)
      const user: DocumentKey = ["users", "b"]
      const other: DocumentKey = ["users", "c"]
      await plain.commit(create(key, "1"), create(user, "1"))
      const changed = change(key, await plain.version(key), "2")
      const removed = remove(user, await plain.version(user))
      const outcome = await plain.commit(changed, create(user, "2"), create(other, "2"))
      expect(outcome).toEqual(stale(user))
      expect([await plain.read(key), await plain.read(user)]).toEqual(["1", "1"])
      expect(await plain.read(other)).toBeUndefined()
      expect(await plain.commit(changed, removed, create(other, "2"))).toEqual(committed)
      expect([await plain.read(key), await plain.read(other)]).toEqual(["2", "2"])
      expect(await plain.read(user)).toBeUndefined()
    },

    "succeeds for one of many writers at once": async (store) => {
      const plain = plainDocuments(store)
      await plain.commit(create(key, "0"))
      const version = await plain.version(key)
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, writer) => plain.commit(change(key, version, `${writer}`))),
      )
      const winners = outcomes.flatMap(({ _tag }, writer) => (_tag === "Committed" ? [writer] : []))
      expect(winners).toHaveLength(1)
      expect(await plain.read(key)).toBe(`${winners[0]}`)
    },
  },
}

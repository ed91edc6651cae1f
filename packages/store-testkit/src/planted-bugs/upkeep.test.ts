import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

findsBugs({
  "finds something to mend in a healthy network": {
    plant: () => ({ repair: wrongly(async (network) => [`${network} was mended`]) }),
    broken: "a healthy network is left as it is by a repair, which has nothing to say",
  },

  "finds what is in a folder's folders too": {
    plant: ({ documents }) => ({
      documents: {
        ...documents,
        find: wrongly(async (query) => {
          const found = await answer(documents.find(query))
          const deeper = []
          for (const { key } of found)
            deeper.push(...(await answer(documents.find({ keys: [], beginnings: [[...key, ""]] }))))
          return [...found, ...deeper]
        }),
      },
    }),
    broken: "a document is found by how its name begins, once and in its own folder only",
    hiddenFromModel: true,
  },

  "finds a document as often as it is asked for": {
    plant: ({ documents }) => ({
      documents: {
        ...documents,
        find: wrongly(async ({ keys, beginnings }) => [
          ...(await answer(documents.find({ keys, beginnings: [] }))),
          ...(await answer(documents.find({ keys: [], beginnings }))),
        ]),
      },
    }),
    broken: "a document is found by how its name begins, once and in its own folder only",
    hiddenFromModel: true,
  },

  "finds the first document of its keys only": {
    plant: ({ documents }) => ({
      documents: {
        ...documents,
        find: ({ keys, beginnings }) => documents.find({ keys: keys.slice(0, 1), beginnings }),
      },
    }),
    broken: "a document is found with others by their keys, and those that are not there are not",
    hiddenFromModel: true,
  },

  "finds documents in versions of their own": {
    plant: ({ documents }) => ({
      documents: {
        ...documents,
        find: wrongly(async (query) =>
          (await answer(documents.find(query))).map((one) => ({ ...one, version: "1x" })),
        ),
      },
    }),
    broken: "a document is found in the version in which it is read",
    hiddenFromModel: true,
  },

  "commits documents one by one": {
    plant: ({ documents }) => ({
      documents: {
        ...documents,
        commit: wrongly(async (changes) => {
          const outcomes = []
          for (const change of changes) outcomes.push(await answer(documents.commit([change])))
          const keys = outcomes.flatMap((one) => (one._tag === "Stale" ? one.keys : []))
          return keys.length > 0 ? { _tag: "Stale", keys } : { _tag: "Committed" }
        }),
      },
    }),
    broken: "a change of documents is made in all documents or in none",
    hiddenFromModel: true,
  },
})

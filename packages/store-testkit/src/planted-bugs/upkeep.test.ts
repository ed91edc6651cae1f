import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

findsBugs({
  "finds something to mend in a healthy network": {
    plant: () => ({ repair: wrongly(async (network) => [`${network} was mended`]) }),
    broken: "a healthy network is left as it is by a repair, which has nothing to say",
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

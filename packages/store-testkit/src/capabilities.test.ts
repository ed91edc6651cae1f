import type { Store } from "@cni-ipam/core"
import { address, memoryStore, searchOrder } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import { fromNullable, map } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { brokenPromises, storeConformance } from "./store-conformance.js"
import { checkStoreModel, storeModel } from "./store-model.js"

/** Data that outlives the handle: of each place one store, however often it is opened. */
const shared = (): ((place: string) => Promise<Store>) => {
  const stores = new Map<string, Store>()
  return async (place) => {
    const store = stores.get(place) ?? memoryStore()
    stores.set(place, store)
    return store
  }
}

/** Guesses that an address behind the last one that it reserved is free. */
const guessing = (): Store => {
  const store = memoryStore()
  const cursors = new Map<string, ReturnType<typeof address>>()
  return {
    ...store,
    view: (query) =>
      pipe(
        store.view(query),
        TE.map((view) => ({
          ...view,
          candidates: query.rangeSets.map((set) =>
            pipe(
              fromNullable(searchOrder(set, cursors.get(`${query.network} ${set.id}`))[0]),
              map(({ family, first }) => address(family, first)),
            ),
          ),
        })),
      ),
    reserve: (reservation) =>
      pipe(
        store.reserve(reservation),
        TE.map((outcome) => {
          if (outcome._tag === "Reserved")
            for (const { network, rangeSet, address } of outcome.leases)
              cursors.set(`${network} ${rangeSet}`, address)
          return outcome
        }),
      ),
  }
}

const persistent = { name: "shared", open: shared(), capabilities: { persistent: true } }
storeConformance(persistent)
storeModel(persistent)

const guesser = {
  name: "guessing",
  open: async () => guessing(),
  capabilities: { exactCandidates: false },
}
storeConformance(guesser)
storeModel(guesser)

describe("a capability that a store claims wrongly", () => {
  it("shows as a broken promise: persistence", async () => {
    const forgetful = { ...persistent, open: async () => memoryStore() }
    expect(await brokenPromises(forgetful)).toContain(
      "a second handle on the same data can release what the first one leased, and lease it anew",
    )
  })

  it("shows as a broken promise: exact candidates", async () => {
    const pretender = { ...guesser, capabilities: {} }
    expect(await brokenPromises(pretender)).toEqual([
      "a view that looks for free addresses has the first free address as candidate",
      "a view that looks for free addresses has no candidate for a range set that is full",
    ])
  })
})

describe("a store that never answers", () => {
  const never = () => new Promise<never>(() => undefined)
  const silent = { name: "silent", timeout: 5 }

  it("breaks the promises for which it was asked, and keeps nobody waiting", async () => {
    const open = async () => ({ ...memoryStore(), forget: () => never })
    const broken = await brokenPromises({ ...silent, timeout: 100, open })
    expect(broken).toContain("a network that is to be forgotten need not be known")
    expect(broken).not.toContain("a release ends all leases of its owner, and returns them")
  })

  it("does not do what the model says", async () => {
    const open = async () => ({ ...memoryStore(), close: never })
    await expect(checkStoreModel({ ...silent, open })).rejects.toThrow("not done within 5 ms")
  })
})

describe("a check", () => {
  it("gets a place of its own, which is cleaned up when its stores are closed", async () => {
    const events: string[] = []
    await brokenPromises({
      name: "watched",
      open: async (place) => {
        const store = memoryStore()
        events.push(`open ${place}`)
        return { ...store, close: TE.fromIO(() => void events.push(`close ${place}`)) }
      },
      cleanUp: async (place) => void events.push(`clean ${place}`),
    })
    const places = new Set(events.map((event) => event.split(" ")[1]))
    expect(events).toEqual(
      [...places].flatMap((place) => [`open ${place}`, `close ${place}`, `clean ${place}`]),
    )
    expect(places.size).toBeGreaterThan(90)
    for (const place of places) expect(place).toMatch(/^[a-z0-9-]+$/)
  })
})

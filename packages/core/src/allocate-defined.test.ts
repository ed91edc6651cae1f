import { left, right } from "fp-ts/lib/Either.js"
import { none, some } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { cidr, db, eth0, ip, leased, leftOf, pool, rightOf, take, web } from "../test/samples.js"
import { allocateDefined } from "./allocate.js"
import type { AllocationError } from "./allocation-error.js"
import { formatAddress } from "./format-address.js"
import { memoryStore } from "./memory-store.js"
import type { NetworkDefinition } from "./network-definition.js"
import type { Owner } from "./owner.js"
import type { PoolError } from "./pool.js"
import { makePool } from "./pool.js"
import type { Store, ViewQuery } from "./store.js"

const of = (...subnets: readonly string[]): NetworkDefinition =>
  subnets.map((subnet) => [{ subnet: cidr(subnet) }])

const poolOf = (definition: NetworkDefinition) => makePool("lan", definition)

const allocateIn = async (
  store: Store,
  owner: Owner,
  definition: NetworkDefinition,
  ...requested: readonly string[]
): Promise<readonly string[] | (AllocationError | PoolError)["_tag"]> => {
  const request = { network: "lan", owner, definition, poolOf, requested: requested.map(ip) }
  const result = await allocateDefined(store)(request)()
  return result._tag === "Left"
    ? result.left._tag
    : result.right.map(({ lease }) => formatAddress(lease.address))
}

/** Keeps what the store is asked, which sees as much of it as it is shown. */
const watching = (
  store: Store,
  asked: ViewQuery[],
  shown: (query: ViewQuery) => ViewQuery,
): Store => ({
  ...store,
  view: (query) => {
    asked.push(query)
    return store.view(shown(query))
  },
})

describe("an allocation in a network that the store may define", () => {
  it("defines it where nobody has", async () => {
    const store = memoryStore()
    expect(await allocateIn(store, web, of("10.0.0.0/29"))).toEqual(["10.0.0.2"])
    expect(rightOf(await store.definition("lan")())).toEqual(some(of("10.0.0.0/29")))
  })

  it("follows the definition, whatever else it was told", async () => {
    const store = memoryStore()
    await allocateIn(store, web, of("10.0.0.0/29"))
    expect(await allocateIn(store, db, of("10.9.0.0/29", "fd00::/64"))).toEqual(["10.0.0.3"])
    expect(await allocateIn(store, eth0("c1"), [])).toEqual(["10.0.0.4"])
    expect(rightOf(await store.definition("lan")())).toEqual(some(of("10.0.0.0/29")))
  })

  it("takes a requested address from what is defined only", async () => {
    const store = memoryStore()
    await allocateIn(store, web, of("10.0.0.0/29"))
    expect(await allocateIn(store, db, of("10.9.0.0/29"), "10.9.0.3")).toBe("NotInPool")
    expect(await allocateIn(store, db, of("10.9.0.0/29"), "10.0.0.5")).toEqual(["10.0.0.5"])
  })

  it("fails where neither the store nor the request knows any range", async () => {
    const store = memoryStore()
    expect(await allocateIn(store, web, [])).toBe("NoRangeSets")
    expect(await leased(store)).toEqual([])
    expect(rightOf(await store.definition("lan")())).toEqual(none)
  })

  it("fails where the store's definition is no pool, though the request's is", async () => {
    const store: Store = {
      ...memoryStore(),
      view: (query) => memoryStore().view(query),
    }
    const broken: Store = {
      ...store,
      view: (query) => async () => {
        const view = rightOf(await store.view(query)())
        return right({ ...view, definition: some(of("10.0.0.0/29", "10.0.0.0/28")) })
      },
    }
    expect(await allocateIn(broken, web, of("10.0.0.0/29"))).toBe("RangeSetsOverlap")
  })

  it("asks once, whatever the definition turns out to be", async () => {
    const store = memoryStore()
    await allocateIn(store, web, of("10.0.0.0/29"))
    const asked: ViewQuery[] = []
    const watched = watching(store, asked, (query) => query)
    expect(await allocateIn(watched, db, of("10.9.0.0/29"))).toEqual(["10.0.0.3"])
    expect(await allocateIn(watched, eth0("c1"), [])).toEqual(["10.0.0.4"])
    expect(asked.map(({ wantsDefinition }) => wantsDefinition)).toEqual([true, true])
  })

  it("asks once more where a store does not look where the definition says", async () => {
    const store = memoryStore()
    await allocateIn(store, web, of("10.0.0.0/29"))
    const asked: ViewQuery[] = []
    const watched = watching(store, asked, ({ setsOf: _, ...query }) => query)
    expect(await allocateIn(watched, db, of("10.9.0.0/29"))).toEqual(["10.0.0.3"])
    expect(asked).toHaveLength(2)
    asked.length = 0
    await allocateIn(watched, eth0("c1"), of("10.0.0.0/29"))
    expect(asked).toHaveLength(1)
  })

  it("starts anew when somebody defines the network in between", async () => {
    const store = memoryStore()
    let turns = 0
    const raced: Store = {
      ...store,
      reserve: (reservation) => async () => {
        turns++
        if (turns > 1) return store.reserve(reservation)()
        await allocateIn(store, db, of("10.0.0.0/29"))
        return right({ _tag: "Conflict", taken: [], ownerChanged: true })
      },
    }
    expect(await allocateIn(raced, web, of("10.9.0.0/29"))).toEqual(["10.0.0.3"])
  })

  it("is not to be had from a store that fails", async () => {
    const error = { _tag: "Busy", subject: "lan", waitedMs: 1 } as const
    const store: Store = { ...memoryStore(), view: () => async () => left(error) }
    const request = { network: "lan", owner: web, definition: [], poolOf }
    expect(leftOf(await allocateDefined(store)(request)())).toEqual({ _tag: "Store", error })
  })
})

it("neither reads nor writes a definition unless it is asked to", async () => {
  const store = memoryStore()
  const { allocate } = await import("./allocate.js")
  await allocate(store)({ pool: pool([{ subnet: "10.0.0.0/29" }]), owner: web })()
  await take(store, db, "10.0.0.5")
  expect(rightOf(await store.definition("lan")())).toEqual(none)
})

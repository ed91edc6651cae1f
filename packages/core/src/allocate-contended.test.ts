import { right } from "fp-ts/lib/Either.js"
import { none, some } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { db, eth0, ip, leased, leftOf, pool, rightOf, take, web } from "../test/samples.js"
import type { AllocateRequest } from "./allocate.js"
import { allocate } from "./allocate.js"
import { explainAllocationError } from "./allocation-error.js"
import { formatAddress } from "./format-address.js"
import { memoryStore } from "./memory-store.js"
import type { Reservation, Store } from "./store.js"
import type { StoreError } from "./store-error.js"

const lan = pool([{ subnet: "10.0.0.0/29" }])
const dual = pool([{ subnet: "10.0.0.0/29" }], [{ subnet: "2001:db8::/64" }])

/** A store on which something else happens before each of the first reservations. */
const disturbed = (store: Store, ...events: readonly (() => Promise<void>)[]): Store => {
  const pending = [...events]
  return {
    ...store,
    reserve: (reservation) => async () => {
      await pending.shift()?.()
      return store.reserve(reservation)()
    },
  }
}

const run = async (store: Store, request: AllocateRequest) => {
  const result = allocate(store)(request)()
  await vi.runAllTimersAsync()
  return result
}

const given = async (store: Store, request: AllocateRequest): Promise<readonly string[]> =>
  rightOf(await run(store, request)).map(({ lease }) => formatAddress(lease.address))

const refusal = async (store: Store, request: AllocateRequest): Promise<string> =>
  explainAllocationError(leftOf(await run(store, request)))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe("an allocation that somebody gets ahead of", () => {
  it("takes another address of the set in question, and keeps its choice in the others", async () => {
    const store = memoryStore()
    const rival = () => take(store, db, "10.0.0.2")
    const [first = "", second] = await given(disturbed(store, rival), { pool: dual, owner: web })
    expect(["10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]).toContain(first)
    expect(second).toBe("2001:db8::2")
  })

  it("takes the last address that is left", async () => {
    const store = memoryStore()
    const rival = () => take(store, db, "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5")
    expect(await given(disturbed(store, rival), { pool: lan, owner: web })).toEqual(["10.0.0.6"])
  })

  it("is refused when the last address is gone", async () => {
    const store = memoryStore()
    const rival = () => take(store, db, ...[2, 3, 4, 5, 6].map((last) => `10.0.0.${last}`))
    expect(await refusal(disturbed(store, rival), { pool: lan, owner: web })).toBe(
      "no IP addresses available in range set: 10.0.0.1-10.0.0.6",
    )
    expect(await leased(store)).toHaveLength(5)
  })

  it("is refused when the address that it asked for is gone", async () => {
    const store = memoryStore()
    const rival = () => take(store, db, "10.0.0.4")
    const request = { pool: lan, owner: web, requested: [ip("10.0.0.4")] }
    expect(await refusal(disturbed(store, rival), request)).toContain("it is held by db-1 (eth0)")
  })

  it("is refused when its owner was given an address meanwhile", async () => {
    const store = memoryStore()
    const twin = () => take(store, web, "10.0.0.6")
    expect(await refusal(disturbed(store, twin), { pool: lan, owner: web })).toBe(
      "10.0.0.6 has been allocated to web-1 (eth0), duplicate allocation is not allowed",
    )
    expect(await leased(store)).toEqual(["10.0.0.6 web-1 (eth0)"])
  })

  it("looks again when its owner changed and changed back meanwhile", async () => {
    const store = memoryStore()
    await take(store, web, "192.0.2.1")
    const detour = async () => {
      await store.release({ network: "lan", owner: web })()
    }
    expect(await given(disturbed(store, detour), { pool: lan, owner: web })).toEqual(["10.0.0.2"])
  })

  it("succeeds after many turns", async () => {
    const store = memoryStore()
    const wide = pool([{ subnet: "10.0.0.0/16" }])
    let turns = 0
    const unlucky: Store = {
      ...store,
      reserve: (reservation) => async () => {
        const [wish] = reservation.wanted
        if (++turns < 60 && wish) await take(store, eth0(`c${turns}`), formatAddress(wish.address))
        return store.reserve(reservation)()
      },
    }
    expect(await given(unlucky, { pool: wide, owner: web })).toHaveLength(1)
    expect(turns).toBe(60)
    expect(await leased(store)).toHaveLength(60)
  })
})

describe("a store on which every reservation comes too late", () => {
  const conflictOn = ({ wanted }: Reservation, ownerChanged: boolean) => ({
    _tag: "Conflict" as const,
    taken: ownerChanged ? [] : wanted.map(({ address }) => ({ address, holder: none })),
    ownerChanged,
  })

  it.each([
    ["its addresses are always taken", false],
    ["its owner always changed", true],
  ])("is given up on after a hundred turns: %s", async (_, ownerChanged) => {
    let reservations = 0
    const hopeless: Store = {
      ...memoryStore(),
      reserve: (reservation) => {
        reservations++
        return TE.right(conflictOn(reservation, ownerChanged))
      },
    }
    expect(await refusal(hopeless, { pool: lan, owner: web })).toBe(
      "others took every address that was tried, 100 times in a row; try again later",
    )
    expect(reservations).toBe(100)
  })

  it("does not make a program wait longer than five seconds", async () => {
    const hopeless: Store = {
      ...memoryStore(),
      reserve: (reservation) => TE.right(conflictOn(reservation, true)),
    }
    const began = Date.now()
    await refusal(hopeless, { pool: lan, owner: web })
    expect(Date.now() - began).toBeLessThan(5000)
  })
})

describe("a store that fails", () => {
  const error: StoreError = {
    _tag: "Unavailable",
    operation: "write",
    subject: "/lan/10.0.0.2",
    reason: "ENOSPC",
  }
  const failing = TE.left(error)

  it.each([
    ["when it is looked at", { view: () => failing }],
    ["when addresses are reserved", { reserve: () => failing }],
    [
      "when another address is looked for",
      {
        free: () => failing,
        reserve: ({ wanted }: Reservation) =>
          TE.right({
            _tag: "Conflict" as const,
            taken: wanted.map(({ address }) => ({ address, holder: some(db) })),
            ownerChanged: false,
          }),
      },
    ],
  ])("is quoted: %s", async (_, functions) => {
    const store: Store = { ...memoryStore(), ...functions }
    expect(await refusal(store, { pool: lan, owner: web })).toBe(
      "cannot write /lan/10.0.0.2: ENOSPC",
    )
  })

  it("is not asked at all for an address that nobody may request", async () => {
    const store: Store = { ...memoryStore(), view: () => failing, reserve: () => failing }
    const request = { pool: lan, owner: web, requested: [ip("10.0.0.1")] }
    expect(await refusal(store, request)).toBe("requested ip 10.0.0.1 is subnet's gateway")
  })
})

describe("a store that views and reserves in one", () => {
  /** One whose one step leaves a trace, and forgets what it was told. */
  const inOne = (store: Store, trace: string[]): Store => ({
    ...store,
    viewAndReserve: {
      of: store,
      run: (query, decide) => async () => {
        trace.push("in one")
        const decided = decide(rightOf(await store.view(query)()))
        if (decided._tag === "Left") return right(decided)
        const outcome = rightOf(await store.reserve(decided.right.reservation)())
        return right(right({ decision: decided.right, outcome }))
      },
    },
  })

  it("does so for an allocation", async () => {
    const trace: string[] = []
    expect(await given(inOne(memoryStore(), trace), { pool: lan, owner: web })).toEqual([
      "10.0.0.2",
    ])
    expect(trace).toEqual(["in one"])
  })

  it("is asked in two steps where one of them is somebody else's", async () => {
    const trace: string[] = []
    const store = inOne(memoryStore(), trace)
    const wrapped: Store = {
      ...store,
      reserve: (reservation) => {
        trace.push("mine")
        return store.reserve(reservation)
      },
    }
    expect(await given(wrapped, { pool: lan, owner: web })).toEqual(["10.0.0.2"])
    expect(trace).toEqual(["mine"])
  })

  it("goes on by itself after a conflict", async () => {
    const trace: string[] = []
    const store = memoryStore()
    await take(store, db, "10.0.0.4")
    const request = { pool: lan, owner: web, requested: [ip("10.0.0.4")] }
    expect(await refusal(inOne(store, trace), request)).toContain("it is held by db-1 (eth0)")
  })
})

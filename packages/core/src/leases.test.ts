import { none, some } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { db, ip, leased, leftOf, rightOf, take, web } from "../test/samples.js"
import { leases } from "./leases.js"
import { memoryStore } from "./memory-store.js"
import type { Store } from "./store.js"
import type { StoreError } from "./store-error.js"

describe("the list of leases", () => {
  it("goes through all pages, in order", async () => {
    const store = memoryStore()
    await take(store, web, "10.0.0.9", "2001:db8::2", "10.0.0.10")
    await take(store, db, "10.0.0.2")
    let pages = 0
    const reluctant: Store = {
      ...store,
      leases: (query) => {
        pages++
        return store.leases({ ...query, limit: 1 })
      },
    }
    expect(await leased(reluctant)).toEqual([
      "10.0.0.2 db-1 (eth0)",
      "10.0.0.9 web-1 (eth0)",
      "10.0.0.10 web-1 (eth0)",
      "2001:db8::2 web-1 (eth0)",
    ])
    expect(pages).toBe(4)
  })

  it("gathers what could not be read on any page", async () => {
    const store: Store = {
      ...memoryStore(),
      leases: ({ after }) =>
        TE.right(
          after === undefined
            ? { leases: [], problems: ["one"], next: some(ip("10.0.0.9")) }
            : { leases: [], problems: ["two"], next: none },
        ),
    }
    expect(rightOf(await leases(store)("lan")())).toEqual({ leases: [], problems: ["one", "two"] })
  })

  it("fails as a whole when one of the pages fails", async () => {
    const error: StoreError = { _tag: "Busy", subject: "lan", waitedMs: 1 }
    const store: Store = {
      ...memoryStore(),
      leases: ({ after }) =>
        after === undefined
          ? TE.right({ leases: [], problems: [], next: some(ip("10.0.0.9")) })
          : TE.left(error),
    }
    expect(leftOf(await leases(store)("lan")())).toEqual(error)
  })
})

/** Lists leases. */
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { LeasePage, LeasesQuery, Store } from "./store.js"
import type { StoreError } from "./store-error.js"

export type LeaseList = Omit<LeasePage, "next">

/**
 * All leases of the network, by family and address, read page by page.
 *
 * For networks too large to hold at once, use the pages of `store.leases` directly.
 *
 * @example
 * const all = await leases(store)("lan")()
 */
export const leases =
  (store: Store) =>
  (network: string): TaskEither<StoreError, LeaseList> => {
    const from = (query: LeasesQuery, before: LeaseList): TaskEither<StoreError, LeaseList> =>
      pipe(
        store.leases(query),
        TE.flatMap((page) => {
          const all = {
            leases: [...before.leases, ...page.leases],
            problems: [...before.problems, ...page.problems],
          }
          return page.next._tag === "None"
            ? TE.right(all)
            : from({ network, after: page.next.value }, all)
        }),
      )
    return from({ network }, { leases: [], problems: [] })
  }

/**
 * Takes a requested address from who holds it, in the transaction that leases it anew: the lease is
 * replaced if it is still the one that was seen. At no time is the address free, and nobody loses
 * it to an ADD that fails.
 *
 * The list of what its former holder holds loses it in the same transaction, if that has room and
 * nobody else is changing the list: otherwise it stays as it is until a GC mends it. No release
 * believes the list where the lease does not agree.
 */
import type { Lease } from "@cni-ipam/core"
import type { Kv, KvEntry, Step } from "@cni-ipam/store-kv"
import { absent, disownSteps } from "@cni-ipam/store-kv"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { leaseKey, leasePlace, poolLayout } from "./pool-layout.js"
import type { RequestedPool } from "./requested-pools.js"

/** The keys of the addresses that may be taken. */
export const takeableKeys = (requested: readonly RequestedPool[]): readonly string[] =>
  requested.flatMap(({ name, requested: address, takeover }) =>
    address !== undefined && takeover ? [leaseKey({ rangeSet: name, address })] : [],
  )

/** The lease that the entry is, or was. */
export const formerLease = ({ key, value }: KvEntry, network: string): Lease | undefined => {
  const place = leasePlace(key)
  return place && poolLayout.parseLease(value, place, network)?.lease
}

/** The entry in place of which the step makes a lease. */
const replacedBy = (former: readonly KvEntry[], step: Step): KvEntry | undefined =>
  step._tag === "Put" && step.ifVersion === absent
    ? former.find(({ key }) => key === step.key)
    : undefined

const replace =
  (former: readonly KvEntry[]) =>
  (step: Step): Step => {
    const entry = replacedBy(former, step)
    return step._tag !== "Put" || entry === undefined ? step : { ...step, ifVersion: entry.version }
  }

/**
 * The connection, where a lease may be made in place of these ones.
 *
 * @param network of the leases that name none.
 */
export const replacing = (kv: Kv, former: readonly KvEntry[], network: string): Kv => ({
  ...kv,
  commit: (steps, until) => {
    const taken = steps.flatMap((step) => replacedBy(former, step) ?? [])
    const replaced = steps.map(replace(former))
    const known = new Set(steps.map(({ key }) => key))
    return pipe(
      disownSteps(
        kv,
        poolLayout,
        taken.flatMap((entry) => formerLease(entry, network) ?? []),
        until,
      ),
      TE.flatMap((found) => {
        // The list of whoever takes its own address is written anyway.
        const lists = found
          .filter(({ key }) => !known.has(key))
          .slice(0, kv.mostSteps - replaced.length)
        const isList = (key: string): boolean => lists.some((list) => list.key === key)
        return pipe(
          kv.commit([...replaced, ...lists], until),
          TE.flatMap((outcome) =>
            outcome._tag === "Refused" && outcome.keys.length > 0 && outcome.keys.every(isList)
              ? kv.commit(replaced, until)
              : TE.right(outcome),
          ),
        )
      }),
    )
  },
})

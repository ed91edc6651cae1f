/**
 * Takes a requested address from who holds it, in the transaction that leases it anew: the lease is
 * replaced if it is still the one that was seen. At no time is the address free, and nobody loses
 * it to an ADD that fails.
 *
 * What its former holder is listed to hold stays as it is: no release believes the list where the
 * lease does not agree.
 */
import type { Owner } from "@cni-ipam/core"
import type { Kv, KvEntry, Step } from "@cni-ipam/store-kv"
import { absent } from "@cni-ipam/store-kv"
import { leaseKey, leasePlace, poolLayout } from "./pool-layout.js"
import type { RequestedPool } from "./requested-pools.js"

/** The keys of the addresses that may be taken. */
export const takeableKeys = (requested: readonly RequestedPool[]): readonly string[] =>
  requested.flatMap(({ name, requested: address, takeover }) =>
    address !== undefined && takeover ? [leaseKey({ rangeSet: name, address })] : [],
  )

const replace =
  (former: readonly KvEntry[]) =>
  (step: Step): Step => {
    if (step._tag !== "Put" || step.ifVersion !== absent) return step
    const entry = former.find(({ key }) => key === step.key)
    return entry === undefined ? step : { ...step, ifVersion: entry.version }
  }

/** The connection, where a lease may be made in place of these ones. */
export const replacing = (kv: Kv, former: readonly KvEntry[]): Kv => ({
  ...kv,
  commit: (steps, until) => kv.commit(steps.map(replace(former)), until),
})

/** Whose lease it is, or was. */
export const holderOf = ({ key, value }: KvEntry, network: string): Owner | undefined => {
  const place = leasePlace(key)
  return place && poolLayout.parseLease(value, place, network)?.lease.owner
}

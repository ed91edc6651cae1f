/** Ends the leases whose owners are gone. */
import { pipe } from "fp-ts/lib/function.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Lease } from "./lease.js"
import { leases } from "./leases.js"
import type { Owner } from "./owner.js"
import type { Store } from "./store.js"
import type { StoreError } from "./store-error.js"

/** Whose leases are garbage: those of whoever is not among `valid`. */
export interface GarbageQuery {
  readonly network: string
  /** Of a shared store only this node's leases are touched: others' attachments are not known. */
  readonly node: string
  /** Everybody who may keep what they hold (CNI 1.1.0, "GC", `cni.dev/valid-attachments`). */
  readonly valid: readonly Owner[]
}

/** What a collection has done, and what it could not do. */
export interface GarbageReport {
  readonly released: readonly Lease[]
  /** Leases that could not be read, one sentence each. They are left alone. */
  readonly problems: readonly string[]
  /** What could not be released, and why. Everything else was, nevertheless. */
  readonly failures: readonly { readonly owner: Owner; readonly error: StoreError }[]
  /** What was found broken and mended, one sentence each. */
  readonly repairs: readonly string[]
}

const keyOf = ({ containerId, ifname }: Owner): string => `${containerId}\n${ifname}`

/** A lease that names no interface is its container's as long as any attachment of it is valid. */
const isValid = (valid: readonly Owner[]): ((holder: Owner) => boolean) => {
  const attachments = new Set(valid.map(keyOf))
  const containers = new Set(valid.map(({ containerId }) => containerId))
  return (holder) =>
    holder.ifname === "" ? containers.has(holder.containerId) : attachments.has(keyOf(holder))
}

const byOwner = (all: readonly Lease[]): readonly (readonly [Lease, ...Lease[]])[] => {
  const groups = new Map<string, [Lease, ...Lease[]]>()
  for (const lease of all) {
    const group = groups.get(keyOf(lease.owner))
    if (group === undefined) groups.set(keyOf(lease.owner), [lease])
    else group.push(lease)
  }
  return [...groups.values()]
}

type Outcome = Pick<GarbageReport, "released" | "failures">

const releaseAll =
  (store: Store, network: string) =>
  (stale: readonly Lease[]): T.Task<Outcome> =>
    pipe(
      byOwner(stale),
      T.traverseSeqArray(([first, ...rest]) => {
        const { owner } = first
        const addresses = [first, ...rest].map(({ address }) => address)
        return pipe(
          store.release({ network, owner, addresses }),
          TE.match(
            (error): Outcome => ({ released: [], failures: [{ owner, error }] }),
            (released): Outcome => ({ released, failures: [] }),
          ),
        )
      }),
      T.map((reports) => ({
        released: reports.flatMap(({ released }) => released),
        failures: reports.flatMap(({ failures }) => failures),
      })),
    )

/**
 * Repairs the network and ends all leases whose owner is not valid; of a shared store, those of this node.
 *
 * A lease that cannot be released does not stop the others; the report names it. Fails only if
 * the leases cannot be read at all.
 *
 * @example
 * await collectGarbage(store)({ network: "lan", node: "n1", valid: [] })() // frees all of n1
 */
export const collectGarbage =
  (store: Store) =>
  ({ network, node, valid }: GarbageQuery): TaskEither<StoreError, GarbageReport> =>
    pipe(
      TE.Do,
      TE.bind("repairs", () => store.repair(network)),
      TE.bind("all", () => leases(store)(network)),
      TE.bind("report", ({ all }) => {
        const keeps = isValid(valid)
        const stale = all.leases.filter(
          (lease) => (!store.isShared || lease.node === node) && !keeps(lease.owner),
        )
        return TE.fromTask(releaseAll(store, network)(stale))
      }),
      TE.map(({ repairs, all, report }) => ({ ...report, repairs, problems: all.problems })),
    )

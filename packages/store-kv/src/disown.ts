/**
 * Takes leases that are about to become others' off the lists of who held them, for a transaction
 * that gives them to somebody else.
 */
import type { Lease, StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Deadline } from "./deadline.js"
import { ownerKey } from "./index-keys.js"
import { segmentOf } from "./key-segment.js"
import type { Kv, KvEntry, Step } from "./kv.js"
import type { Layout } from "./layout.js"
import { formatOwnerEntry, parseOwnerEntry } from "./owner-entry.js"

interface Loss {
  readonly listKey: string
  readonly lease: Lease
}

const lossOf =
  (layout: Layout) =>
  (lease: Lease): readonly Loss[] =>
    pipe(
      segmentOf("network", lease.network),
      E.flatMap((network) => ownerKey(layout, network, lease.owner)),
      E.match(
        () => [],
        (listKey) => [{ listKey, lease }],
      ),
    )

/** Nothing, where the list does not name any of the leases, or cannot be read. */
const stepFor = (
  layout: Layout,
  entry: KvEntry,
  [first, ...others]: readonly Lease[],
): readonly Step[] => {
  if (first === undefined) return []
  // They are compared with each other only, so that the name will do for the network's segment.
  const keyOf = (lease: Lease): string => layout.leaseKey(first.network, lease)
  const lost = new Set([first, ...others].map(keyOf))
  const list = parseOwnerEntry(first.network)(entry)
  if (E.isLeft(list)) return []
  const { owner, held } = list.right
  const kept = held.filter(({ lease }) => !lost.has(keyOf(lease)))
  const { key, version: ifVersion } = entry
  if (kept.length === held.length) return []
  return kept.length === 0
    ? [{ _tag: "Delete", key, ifVersion }]
    : [{ _tag: "Put", key, value: formatOwnerEntry(owner, kept), ifVersion }]
}

/**
 * One step for each list that has to change, each under the condition that nobody changes it
 * meanwhile.
 *
 * @example
 * disownSteps(kv, layout, [lease], until) // right: [{ _tag: "Delete", key: "…/owners/c1/eth0", … }]
 */
export const disownSteps = (
  kv: Kv,
  layout: Layout,
  leases: readonly Lease[],
  until: Deadline,
): TaskEither<StoreError, readonly Step[]> => {
  const losses = leases.flatMap(lossOf(layout))
  if (losses.length === 0) return TE.right([])
  const keys = [...new Set(losses.map(({ listKey }) => listKey))]
  return pipe(
    kv.read({ keys, prefixes: [], consistent: true }, until),
    TE.map((entries) =>
      entries.flatMap((entry) =>
        stepFor(
          layout,
          entry,
          losses.flatMap(({ listKey, lease }) => (listKey === entry.key ? [lease] : [])),
        ),
      ),
    ),
  )
}

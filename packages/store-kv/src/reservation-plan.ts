/** The changes that make the leases of a reservation. */
import type { Address, Lease, Reservation, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import { formatCrowd } from "./crowd.js"
import { formatCursor } from "./cursor.js"
import { documentKey } from "./document-key.js"
import { unseen } from "./guess.js"
import { crowdKey, cursorKey, ownerKey } from "./index-keys.js"
import type { Site } from "./kit.js"
import type { Step } from "./kv.js"
import { absent, present } from "./kv.js"
import { markKey } from "./legacy-mark.js"
import type { HeldLease, OwnerEntry } from "./owner-entry.js"
import { formatOwnerEntry } from "./owner-entry.js"
import { containerOf } from "./read-owner.js"
import { without } from "./search-memory.js"

/** The last address of each range set says where the search goes on. */
const cursorSteps = (
  { layout, network, memory }: Site,
  { owner, wanted }: Reservation,
): readonly Step[] => {
  const last = new Map(wanted.map(({ rangeSet, address }) => [rangeSet, address]))
  const crowd = memory.wasCrowded(owner) ? formatCrowd(Date.now()) : undefined
  return [...last].flatMap(([rangeSet, address]): readonly Step[] => {
    const key = cursorKey(layout, network, rangeSet)
    memory.tries.add(key, address)
    const free = without(memory.seen(key)?.free, address)
    const cursor: Step = { _tag: "Put", key, value: formatCursor({ address, free }) }
    return crowd === undefined
      ? [cursor]
      : [cursor, { _tag: "Put", key: crowdKey(layout, network, rangeSet), value: crowd }]
  })
}

/** That this node has looked for leases of old, if it has just done so. */
const markSteps = (site: Site): readonly Step[] => {
  const key = markKey(site, site.network)
  const value = key === undefined ? undefined : site.memory.takeDueMark(key)
  return key === undefined || value === undefined ? [] : [{ _tag: "Put", key, value }]
}

export interface Plan {
  readonly steps: readonly [Step, ...Step[]]
  readonly leaseKeys: ReadonlyMap<string, Address>
  /** The key of the document that must be there. */
  readonly required: string | undefined
}

/** What the leases of the reservation take. @param kept what the owner holds already. */
export const planOf = (
  site: Site,
  reservation: Reservation,
  leases: readonly Lease[],
  own: OwnerEntry,
  kept: readonly HeldLease[],
): Either<StoreError, Plan> => {
  const { layout, network, kv } = site
  const { owner, definition } = reservation
  const leaseKeys = new Map(leases.map((one) => [layout.leaseKey(network, one), one.address]))
  // A lease of the owner's own may be made anew; it is in the entry once.
  const others = kept.filter(({ lease }) => !leaseKeys.has(layout.leaseKey(network, lease)))
  const { requires } = reservation
  const required = requires === undefined ? right(undefined) : documentKey(layout, requires)
  if (isLeft(required)) return required
  const key = ownerKey(layout, network, owner)
  if (isLeft(key)) return key
  // What the container holds as a whole was not looked at either.
  const containerKey = ownerKey(layout, network, containerOf(owner))
  if (isLeft(containerKey)) return containerKey
  const needed: readonly [Step, ...Step[]] = [
    {
      _tag: "Put",
      key: key.right,
      value: formatOwnerEntry(owner, others, leases),
      ifVersion: own.version,
    },
    ...leases.map(
      (lease): Step => ({
        _tag: "Put",
        key: layout.leaseKey(network, lease),
        value: layout.formatLease(lease),
        ifVersion: absent,
      }),
    ),
    ...(reservation.revision === unseen && owner.ifname !== ""
      ? [{ _tag: "Check", key: containerKey.right, ifVersion: absent } satisfies Step]
      : []),
    ...(required.right === undefined
      ? []
      : [{ _tag: "Check", key: required.right, ifVersion: present } satisfies Step]),
    ...(definition === undefined
      ? []
      : [
          {
            _tag: "Put",
            key: layout.definitionKey(network),
            value: layout.formatDefinition(definition),
            ifVersion: absent,
          } satisfies Step,
        ]),
  ]
  // The fence of the transaction needs room too.
  const room = kv.mostSteps - 1
  if (needed.length > room)
    return left({
      _tag: "Unavailable",
      operation: "lease",
      subject: `${leases.length} addresses at once`,
      reason: `a transaction has room for ${room} changes`,
    })
  const all: readonly [Step, ...Step[]] = [
    ...needed,
    ...cursorSteps(site, reservation),
    ...markSteps(site),
  ]
  return right({
    // The search then begins at an older place: no reason to refuse leases.
    steps: all.length > room ? needed : all,
    leaseKeys,
    required: required.right,
  })
}

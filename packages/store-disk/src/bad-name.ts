/** Names that a file could not have, or could not hold. They are refused before anything is done. */
import type { Owner, Reservation, StoreError, ViewQuery } from "@cni-ipam/core"
import { canBeWritten } from "./lease-file.js"
import { isPlainName } from "./paths.js"

const badOwner = ({ containerId, ifname }: Owner): StoreError => ({
  _tag: "BadName",
  what: "holder of a lease",
  name: `${containerId} ${ifname}`.trim(),
})

const badRangeSet = (name: string): StoreError => ({ _tag: "BadName", what: "range set", name })

export const badNameInSet = (id: string): StoreError | undefined =>
  isPlainName(id) ? undefined : badRangeSet(id)

export const badNameInQuery = ({ owner, rangeSets }: ViewQuery): StoreError | undefined => {
  if (!canBeWritten(owner)) return badOwner(owner)
  for (const { id } of rangeSets) if (!isPlainName(id)) return badRangeSet(id)
  return undefined
}

export const badNameInReservation = ({
  owner,
  wanted,
}: Pick<Reservation, "owner"> & {
  readonly wanted: readonly { readonly rangeSet: string }[]
}): StoreError | undefined => {
  if (!canBeWritten(owner)) return badOwner(owner)
  for (const { rangeSet } of wanted) if (!isPlainName(rangeSet)) return badRangeSet(rangeSet)
  return undefined
}

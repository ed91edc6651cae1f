/** Names that a file could not have, or could not hold. They are refused before anything is done. */
import type { FreeQuery, HandOver, Owner, Reservation, StoreError, ViewQuery } from "@cni-ipam/core"
import { canBeWritten } from "./lease-file.js"
import { isPlainName } from "./paths.js"

/** Names the half of the owner that is wrong; the container also where both are too long together. */
const badOwner = ({ containerId, ifname }: Owner): StoreError =>
  canBeWritten({ containerId, ifname: "" }) && !canBeWritten({ containerId: "x", ifname })
    ? { _tag: "BadName", what: "interface", name: ifname }
    : { _tag: "BadName", what: "container", name: containerId }

const badRangeSet = (name: string): StoreError => ({ _tag: "BadName", what: "range set", name })

export const badNameInQuery = ({ owner, rangeSets }: ViewQuery): StoreError | undefined => {
  if (!canBeWritten(owner)) return badOwner(owner)
  for (const { id } of rangeSets) if (!isPlainName(id)) return badRangeSet(id)
  return undefined
}

export const badNameInReservation = ({ owner, wanted }: Reservation): StoreError | undefined => {
  if (!canBeWritten(owner)) return badOwner(owner)
  for (const { rangeSet } of wanted) if (!isPlainName(rangeSet)) return badRangeSet(rangeSet)
  return undefined
}

export const badNameInHandOver = ({ owner, rangeSet }: HandOver): StoreError | undefined => {
  if (!canBeWritten(owner)) return badOwner(owner)
  return isPlainName(rangeSet) ? undefined : badRangeSet(rangeSet)
}

export const badNameInFreeQuery = ({ rangeSet }: FreeQuery): StoreError | undefined =>
  isPlainName(rangeSet.id) ? undefined : badRangeSet(rangeSet.id)

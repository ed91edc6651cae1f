/** Gives addresses back: those of the owner's record whose files say the same. */
import type { Address, Lease, Owner, ReleaseQuery, StoreError } from "@cni-ipam/core"
import { markFree, sameAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { FileError } from "./file-system.js"
import { containerOf, heldBy } from "./held-leases.js"
import type { HeldAddress, OwnerRecord } from "./owner-record.js"
import { leasesOf } from "./owner-record.js"
import { leasePath } from "./paths.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

const recordToRelease = (session: Session, owner: Owner): Either<StoreError, OwnerRecord> => {
  const own = heldBy(session, owner)
  return isRight(own) && own.right.held.length === 0 ? heldBy(session, containerOf(owner)) : own
}

const isAmong = (addresses: readonly Address[], { address }: HeldAddress): boolean =>
  addresses.some((other) => sameAddress(address, other))

/** Goes on after a failure: what can be given back is given back. */
const unlinkAll = (
  { fs, paths, index }: Session,
  held: readonly HeldAddress[],
): { readonly ended: readonly HeldAddress[]; readonly error: FileError | undefined } => {
  const ended: HeldAddress[] = []
  let error: FileError | undefined
  for (const one of held) {
    const removed = fs.unlink(leasePath(paths, one.address))
    if (isLeft(removed) && removed.left.code !== "ENOENT") {
      error = removed.left
      continue
    }
    markFree(index.pages, one.address)
    ended.push(one)
  }
  return { ended, error }
}

export const release = (
  session: Session,
  { network, owner, addresses }: ReleaseQuery,
): Either<StoreError, readonly Lease[]> => {
  const found = recordToRelease(session, owner)
  if (isLeft(found)) return found
  const record = found.right
  const wanted =
    addresses === undefined ? record.held : record.held.filter((one) => isAmong(addresses, one))
  if (wanted.length === 0) return right([])
  const { ended, error } = unlinkAll(session, wanted)
  session.index.keep({ ...record, held: record.held.filter((one) => !ended.includes(one)) })
  return error === undefined
    ? right(leasesOf(network, { ...record, held: ended }))
    : left(unavailable("remove")(error))
}

/**
 * Takes addresses: all of them, or none, even if the process is killed half-way.
 *
 * The lease file is written once, under the name `pending`, and then gets each address as one
 * more name: link(2) fails where a name is taken, so no address ever has two owners, and nobody
 * sees half a file. Removing the name `pending` commits. As long as it is there, the next
 * command finds by it which addresses to give back.
 */
import type {
  Address,
  Lease,
  Owner,
  Reservation,
  ReserveOutcome,
  StoreError,
  TakenAddress,
} from "@cni-ipam/core"
import { markUsed, sameAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, isRight, left, match, right, traverseArray } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, none } from "fp-ts/lib/Option.js"
import { writeCursor } from "./cursor-file.js"
import type { FileError, FileSystem } from "./file-system.js"
import { heldBy, readOwner } from "./held-leases.js"
import { formatLeaseFile } from "./lease-file.js"
import type { OwnerRecord } from "./owner-record.js"
import { revisionOf } from "./owner-record.js"
import { leasePath } from "./paths.js"
import { isMissing } from "./required.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

type Linked =
  | { readonly _tag: "Linked"; readonly linked: readonly Address[] }
  | { readonly _tag: "Taken"; readonly taken: readonly TakenAddress[] }
  | { readonly _tag: "Failed"; readonly error: FileError }

const leaseMode = 0o600

/** A file of that name is left from a command that failed before it had any address. */
const createPending = ({ fs, paths }: Session, owner: Owner): Either<FileError, void> => {
  const content = formatLeaseFile(owner)
  const created = fs.create(paths.pending, content, leaseMode)
  if (isRight(created) || created.left.code !== "EEXIST") return created
  fs.unlink(paths.pending)
  return fs.create(paths.pending, content, leaseMode)
}

/** Gives back what an allocation had got before it failed. */
const undo = ({ fs, paths, index }: Session, addresses: readonly Address[]): void => {
  const given = pipe(
    addresses,
    traverseArray((address) => fs.unlink(leasePath(paths, address))),
    // Only now: as long as an address could not be given back, `pending` marks it.
    flatMap(() => fs.unlink(paths.pending)),
  )
  if (isLeft(given)) index.distrust()
}

const holderOf = (fs: FileSystem, path: string): Option<Owner> =>
  pipe(
    readOwner(fs, path),
    match(() => none, fromNullable),
  )

/** Over a network, a link that was made may be reported as one that was there. */
const isOurs = ({ fs, paths }: Session, path: string): boolean => {
  const [there, pending] = [fs.status(path), fs.status(paths.pending)]
  return isRight(there) && isRight(pending) && there.right.inode === pending.right.inode
}

const linkAll = (session: Session, wanted: Reservation["wanted"]): Linked => {
  const { fs, paths, index } = session
  const linked: Address[] = []
  const taken: TakenAddress[] = []
  for (const { address } of wanted) {
    const path = leasePath(paths, address)
    const result = fs.link(paths.pending, path)
    const isThere = isLeft(result) && result.left.code === "EEXIST"
    const isRepeated = isThere && linked.some((other) => sameAddress(other, address))
    if (isRight(result) || (isThere && !isRepeated && isOurs(session, path))) {
      linked.push(address)
    } else if (isThere) {
      markUsed(index.pages, address)
      taken.push({ address, holder: holderOf(fs, path) })
    } else {
      undo(session, linked)
      return { _tag: "Failed", error: result.left }
    }
  }
  if (taken.length === 0) return { _tag: "Linked", linked }
  undo(session, linked)
  return { _tag: "Taken", taken }
}

/** Tells the index of the leases that were made. */
const remember = (
  { fs, paths, index }: Session,
  own: OwnerRecord,
  { owner, wanted, details, network }: Reservation,
): readonly Lease[] => {
  const leases: Lease[] = []
  for (const one of wanted) {
    leases.push({ ...details, ...one, network, owner })
    markUsed(index.pages, one.address)
    // The search then begins at an older place: no reason to refuse a lease that was made.
    writeCursor(fs, paths, one.rangeSet, one.address)
  }
  index.keep({ owner, held: [...own.held, ...leases] })
  return leases
}

export const reserve = (
  session: Session,
  reservation: Reservation,
): Either<StoreError, ReserveOutcome> => {
  const { fs, paths, index } = session
  const { owner, revision, wanted, requires } = reservation
  if (requires !== undefined) {
    const missing = isMissing(session, requires)
    if (isLeft(missing)) return missing
    if (missing.right)
      return right({ _tag: "Conflict", taken: [], ownerChanged: false, missing: requires })
  }
  const own = heldBy(session, owner)
  if (isLeft(own)) return own
  if (revisionOf(own.right) !== revision)
    return right({ _tag: "Conflict", taken: [], ownerChanged: true })
  const created = createPending(session, owner)
  if (isLeft(created)) return left(unavailable("write")(created.left))
  const links = linkAll(session, wanted)
  if (links._tag === "Failed") return left(unavailable("write")(links.error))
  if (links._tag === "Taken")
    return right({ _tag: "Conflict", taken: links.taken, ownerChanged: false })
  const committed = fs.unlink(paths.pending)
  if (isLeft(committed)) {
    undo(session, links.linked)
    index.distrust()
    return left(unavailable("commit")(committed.left))
  }
  return right({ _tag: "Reserved", leases: remember(session, own.right, reservation) })
}

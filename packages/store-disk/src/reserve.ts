/**
 * Takes addresses: all of them, or none, even if the process is killed half-way.
 *
 * The lease file is written once, under the name `pending`, and then gets each address as one
 * more name: link(2) fails where a name is taken, so no address ever has two owners, and nobody
 * sees half a file. Removing the name `pending` commits. As long as it is there, the next
 * command finds by it which addresses to give back.
 */
import type { Address, Owner, Reservation, ReserveOutcome, StoreError } from "@cni-ipam/core"
import { markUsed } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import {
  flatMap,
  isLeft,
  isRight,
  left,
  match,
  orElse,
  right,
  traverseArray,
} from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, none } from "fp-ts/lib/Option.js"
import { writeCursor } from "./cursor-file.js"
import type { FileError, FileSystem } from "./file-system.js"
import { heldBy, readOwner } from "./held-leases.js"
import { formatLeaseFile } from "./lease-file.js"
import type { OwnerRecord } from "./owner-record.js"
import { leasesOf, revisionOf } from "./owner-record.js"
import { leasePath } from "./paths.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

interface Taken {
  readonly address: Address
  readonly holder: Option<Owner>
}

type Linked =
  | { readonly _tag: "Linked" }
  | { readonly _tag: "Taken"; readonly taken: readonly Taken[] }
  | { readonly _tag: "Failed"; readonly error: FileError }

const leaseMode = 0o600

/** A file of that name is left from a command that failed before it had any address. */
const createPending = ({ fs, paths }: Session, owner: Owner): Either<FileError, void> => {
  const create = (): Either<FileError, void> =>
    fs.create(paths.pending, formatLeaseFile(owner), leaseMode)
  return pipe(
    create(),
    orElse((error) => {
      if (error.code !== "EEXIST") return left(error)
      fs.unlink(paths.pending)
      return create()
    }),
  )
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

const linkAll = (session: Session, addresses: readonly Address[]): Linked => {
  const { fs, paths, index } = session
  const linked: Address[] = []
  const taken: Taken[] = []
  for (const address of addresses) {
    const path = leasePath(paths, address)
    const result = fs.link(paths.pending, path)
    if (isRight(result)) {
      linked.push(address)
    } else if (result.left.code === "EEXIST") {
      markUsed(index.pages, address)
      taken.push({ address, holder: holderOf(fs, path) })
    } else {
      undo(session, linked)
      return { _tag: "Failed", error: result.left }
    }
  }
  if (taken.length === 0) return { _tag: "Linked" }
  undo(session, linked)
  return { _tag: "Taken", taken }
}

const commit = (session: Session, addresses: readonly Address[]): Either<FileError, void> => {
  const { fs, paths, index } = session
  const committed = fs.unlink(paths.pending)
  if (isRight(committed)) return committed
  undo(session, addresses)
  index.distrust()
  return committed
}

const extend = (own: OwnerRecord, { owner, wanted, details }: Reservation): OwnerRecord => ({
  owner,
  held: [...own.held, ...wanted.map((one) => ({ ...details, ...one }))],
})

const remember = (session: Session, record: OwnerRecord, reservation: Reservation): void => {
  const { fs, paths, index } = session
  for (const { rangeSet, address } of reservation.wanted) {
    markUsed(index.pages, address)
    // The search then begins at an older place: no reason to refuse a lease that was made.
    writeCursor(fs, paths, rangeSet, address)
  }
  index.keep(record)
}

export const reserve =
  (reservation: Reservation) =>
  (session: Session): Either<StoreError, ReserveOutcome> => {
    const { owner, revision, wanted, network } = reservation
    const found = heldBy(session, owner)
    if (isLeft(found)) return found
    const own = found.right
    if (revisionOf(own) !== revision)
      return right({ _tag: "Conflict", taken: [], ownerChanged: true })
    const created = createPending(session, owner)
    if (isLeft(created)) return left(unavailable("write")(created.left))
    const addresses = wanted.map(({ address }) => address)
    const linked = linkAll(session, addresses)
    if (linked._tag === "Failed") return left(unavailable("write")(linked.error))
    if (linked._tag === "Taken")
      return right({ _tag: "Conflict", taken: linked.taken, ownerChanged: false })
    const committed = commit(session, addresses)
    if (isLeft(committed)) return left(unavailable("commit")(committed.left))
    remember(session, extend(own, reservation), reservation)
    const made = extend({ owner, held: [] }, reservation)
    return right({ _tag: "Reserved", leases: leasesOf(network)(made) })
  }

/** What an owner holds: what the index says, as far as the lease files confirm it. */
import type { Owner, StoreError } from "@cni-ipam/core"
import { sameOwner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import { toUndefined } from "fp-ts/lib/Option.js"
import type { FileError, FileSystem } from "./file-system.js"
import { parseLeaseFile } from "./lease-file.js"
import type { HeldAddress, OwnerRecord } from "./owner-record.js"
import { leasePath } from "./paths.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

/** The owner named in a lease file; `undefined` if there is no such file, or nobody in it. */
export const readOwner = (fs: FileSystem, path: string): Either<FileError, Owner | undefined> => {
  const content = fs.read(path)
  if (isLeft(content)) return content.left.code === "ENOENT" ? right(undefined) : content
  return right(toUndefined(parseLeaseFile(content.right)))
}

/**
 * What the owner holds. A file that cannot be read is an error: to take it for no lease would
 * tell a runtime that its addresses were given back.
 */
export const heldBy = (
  { fs, paths, index }: Session,
  owner: Owner,
): Either<StoreError, OwnerRecord> => {
  const record = index.record(owner)
  if (isLeft(record)) return left(unavailable("read")(record.left))
  const held: HeldAddress[] = []
  for (const one of record.right.held) {
    const holder = readOwner(fs, leasePath(paths, one.address))
    if (isLeft(holder)) return left(unavailable("read")(holder.left))
    if (holder.right !== undefined && sameOwner(holder.right, owner)) held.push(one)
  }
  return right({ owner, held })
}

/** What was written without an interface belongs to the container as a whole. */
export const containerOf = ({ containerId }: Owner): Owner => ({ containerId, ifname: "" })

/** What an owner holds: what the index says, as far as the lease files confirm it. */
import type { Owner, StoreError } from "@cni-ipam/core"
import { sameOwner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, map, mapLeft, right, traverseArray } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
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

const isHeld =
  ({ fs, paths }: Session, owner: Owner) =>
  ({ address }: HeldAddress): Either<FileError, boolean> =>
    pipe(
      readOwner(fs, leasePath(paths, address)),
      map((holder) => holder !== undefined && sameOwner(holder, owner)),
    )

/**
 * What the owner holds. A file that cannot be read is an error: to take it for no lease would
 * tell a runtime that its addresses were given back.
 */
export const heldBy = (session: Session, owner: Owner): Either<StoreError, OwnerRecord> =>
  pipe(
    session.index.record(owner),
    flatMap((record) =>
      pipe(
        record.held,
        traverseArray(isHeld(session, owner)),
        map((held) => ({ owner, held: record.held.filter((_, index) => held[index]) })),
      ),
    ),
    mapLeft(unavailable("read")),
  )

/** What was written without an interface belongs to the container as a whole. */
export const containerOf = ({ containerId }: Owner): Owner => ({ containerId, ifname: "" })

/** Whether the disk takes leases: by writing, for permissions say nothing of a full disk. */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, isRight, left, mapLeft, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { remove } from "./remove.js"
import { bytesOf } from "./text.js"
import { unavailable } from "./unavailable.js"

const mode = 0o600
/** More than a file system keeps inside the entry of a file. */
const size = 4096

const write = (fs: FileSystem, paths: NetworkPaths): Either<StoreError, void> =>
  pipe(
    fs.makeDirectory(paths.index),
    flatMap(() => fs.write(paths.probe, bytesOf("?".repeat(size)), mode)),
    mapLeft((error) => {
      fs.unlink(paths.probe)
      return error
    }),
    flatMap(() => remove(fs, paths.probe)),
    mapLeft(unavailable("write")),
  )

/** Nothing is written there: it would seem to have been changed by somebody else. */
const mayLease = (fs: FileSystem, paths: NetworkPaths): Either<StoreError, void> => {
  const leases = fs.status(paths.leases)
  const isThere = isRight(leases)
  const allowed = fs.mayAdd(isThere ? paths.leases : paths.dataDir)
  if (isLeft(allowed)) return left(unavailable("write")(allowed.left))
  const index = fs.status(paths.index)
  const isApart = isThere && isRight(index) && index.right.device !== leases.right.device
  return isApart
    ? left({
        _tag: "Unavailable",
        operation: "lease in",
        subject: paths.leases,
        reason: `it must be in the file system of ${paths.index}`,
      })
    : right(undefined)
}

/** Without the lock: somebody else may be probing, and be done first. */
export const probe = (fs: FileSystem, paths: NetworkPaths): Either<StoreError, void> =>
  pipe(
    write(fs, paths),
    flatMap(() => mayLease(fs, paths)),
  )

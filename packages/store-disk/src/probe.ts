/** Whether the disk takes anything: by writing, for permissions say nothing of a full disk. */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, mapLeft } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { remove } from "./remove.js"
import { bytesOf } from "./text.js"
import { unavailable } from "./unavailable.js"

const mode = 0o600
/** More than a file system keeps inside the entry of a file. */
const size = 4096

/** Without the lock: somebody else may be probing, and be done first. */
export const probe = (fs: FileSystem, paths: NetworkPaths): Either<StoreError, void> =>
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

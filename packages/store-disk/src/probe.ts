/** Whether the disk takes anything: by writing, for permissions say nothing of a full disk. */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, mapLeft } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { bytesOf } from "./text.js"
import { unavailable } from "./unavailable.js"

const mode = 0o600
/** More than a file system keeps inside the entry of a file. */
const size = 4096

/** Beside the lock, so the file has a name that nobody else uses. */
export const probe = (fs: FileSystem, paths: NetworkPaths): Either<StoreError, void> => {
  const path = `${paths.index}/probe.${Math.random().toString(36).slice(2)}`
  return pipe(
    fs.makeDirectory(paths.index),
    flatMap(() => fs.create(path, bytesOf("?".repeat(size)), mode)),
    mapLeft((error) => {
      fs.unlink(path)
      return error
    }),
    flatMap(() => fs.unlink(path)),
    mapLeft(unavailable("write")),
  )
}

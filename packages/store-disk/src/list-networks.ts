/** The networks of a data directory: those that have a lock file, as every used one has. */
import type { StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileSystem } from "./file-system.js"
import { isPlainName } from "./paths.js"
import { unavailable } from "./unavailable.js"

export const listNetworks = (
  fs: FileSystem,
  dataDir: string,
): E.Either<StoreError, readonly string[]> =>
  pipe(
    fs.list(dataDir),
    E.orElse((error) => (error.code === "ENOENT" ? E.right([]) : E.left(error))),
    E.map((names) =>
      names
        .filter((name) => isPlainName(name) && E.isRight(fs.status(`${dataDir}/${name}/lock`)))
        .sort(),
    ),
    E.mapLeft(unavailable("list")),
  )

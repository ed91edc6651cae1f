/** Removes a file; one that is not there was what was wanted. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, orElse, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"

export const remove = (fs: FileSystem, path: string): Either<FileError, void> =>
  pipe(
    fs.unlink(path),
    orElse((error) => (error.code === "ENOENT" ? right(undefined) : left(error))),
  )

/** Replaces a file so that nobody ever sees half of it: by way of a draft. */
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"
import { bytesOf } from "./text.js"

const mode = 0o600

/** @param draft a path on the same file system, which only the holder of the lock uses. */
export const replace = (
  fs: FileSystem,
  draft: string,
  path: string,
  text: string,
): E.Either<FileError, void> =>
  pipe(
    fs.write(draft, bytesOf(text), mode),
    E.flatMap(() => fs.rename(draft, path)),
  )

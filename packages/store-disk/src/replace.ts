/** Replaces a file so that nobody ever sees half of it: by way of a draft. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import { bytesOf } from "./text.js"

const mode = 0o600

/** @param draft a path on the same file system, which only the holder of the lock uses. */
export const replace = (
  fs: FileSystem,
  draft: string,
  path: string,
  text: string,
): Either<FileError, void> => {
  const drafted = fs.write(draft, bytesOf(text), mode)
  return isLeft(drafted) ? drafted : fs.rename(draft, path)
}

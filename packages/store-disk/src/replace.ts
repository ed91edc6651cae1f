/** Replaces a file so that nobody ever sees half of it: by way of a draft. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
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

/** Some file systems know no such thing of directories. */
const syncNames = (fs: FileSystem, folder: string): Either<FileError, void> => {
  const synced = fs.sync(folder)
  return isLeft(synced) && synced.left.code === "EINVAL" ? right(undefined) : synced
}

/** The same, and a power cut leaves the old content or the new one, and the new one once it is done. */
export const replaceForGood = (
  fs: FileSystem,
  draft: string,
  path: string,
  text: string,
): Either<FileError, void> => {
  const drafted = fs.write(draft, bytesOf(text), mode)
  if (isLeft(drafted)) return drafted
  const synced = fs.sync(draft)
  if (isLeft(synced)) return synced
  const renamed = fs.rename(draft, path)
  return isLeft(renamed) ? renamed : syncNames(fs, path.slice(0, path.lastIndexOf("/")))
}

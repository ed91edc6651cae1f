/** What the system means by the names of its errors, in the words that Node has for them. */

const words: Readonly<Record<string, string>> = {
  EPERM: "operation not permitted",
  ENOENT: "no such file or directory",
  EIO: "i/o error",
  ENXIO: "no such device or address",
  ENOMEM: "not enough memory",
  EACCES: "permission denied",
  ENOTDIR: "not a directory",
  EISDIR: "illegal operation on a directory",
  EINVAL: "invalid argument",
  ENFILE: "file table overflow",
  EMFILE: "too many open files",
  ENAMETOOLONG: "name too long",
  ELOOP: "too many symbolic links encountered",
}

/**
 * @param reason the name of an error, or whatever else there is to say, which stays as it is.
 *
 * @example inWords("ENOENT") // ENOENT: no such file or directory
 */
export const inWords = (reason: string): string =>
  Object.hasOwn(words, reason) ? `${reason}: ${words[reason]}` : reason

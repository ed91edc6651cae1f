/** Names of the system's errors on Linux, by number; the same on every architecture. */

/** Made when it is asked for: a command mostly meets those that `errorName` knows itself. */
const seldom = (): Readonly<Record<number, string>> => ({
  1: "EPERM",
  4: "EINTR",
  5: "EIO",
  6: "ENXIO",
  9: "EBADF",
  12: "ENOMEM",
  13: "EACCES",
  16: "EBUSY",
  18: "EXDEV",
  20: "ENOTDIR",
  21: "EISDIR",
  22: "EINVAL",
  23: "ENFILE",
  24: "EMFILE",
  26: "ETXTBSY",
  27: "EFBIG",
  28: "ENOSPC",
  30: "EROFS",
  31: "EMLINK",
  32: "EPIPE",
  36: "ENAMETOOLONG",
  37: "ENOLCK",
  38: "ENOSYS",
  39: "ENOTEMPTY",
  40: "ELOOP",
  61: "ENODATA",
  71: "EPROTO",
  75: "EOVERFLOW",
  95: "EOPNOTSUPP",
  97: "EAFNOSUPPORT",
  99: "EADDRNOTAVAIL",
  100: "ENETDOWN",
  101: "ENETUNREACH",
  104: "ECONNRESET",
  110: "ETIMEDOUT",
  111: "ECONNREFUSED",
  112: "EHOSTDOWN",
  113: "EHOSTUNREACH",
  116: "ESTALE",
  122: "EDQUOT",
})

const noEntry = 2
const tryAgain = 11
const exists = 17

export const errorName = (errno: number): string => {
  if (errno === noEntry) return "ENOENT"
  if (errno === exists) return "EEXIST"
  if (errno === tryAgain) return "EAGAIN"
  return seldom()[errno] ?? `error ${errno}`
}

/** Ranges of keys, in the order of their bytes. */

/** The first key behind this one. */
export const successorOf = (key: Buffer): Buffer => Buffer.concat([key, Buffer.of(0)])

/** etcd's sign for "to the last key", as an end; as a start it is the first key there can be. */
const unbounded = Buffer.of(0)

/**
 * Where the keys that begin with the prefix end.
 *
 * @example endOf(Buffer.from("a/")) // a0
 */
export const endOf = (prefix: Buffer): Buffer => {
  const last = prefix.findLastIndex((byte) => byte < 0xff)
  const byte = prefix[last]
  return byte === undefined
    ? unbounded
    : Buffer.concat([prefix.subarray(0, last), Buffer.of(byte + 1)])
}

/** An empty key is none to etcd. */
export const startOf = (prefix: Buffer): Buffer => (prefix.length === 0 ? unbounded : prefix)

/**
 * Names as parts of keys. No name contains a slash or begins with a dot there, so that none leaves
 * its folder and every folder has room for entries of ours.
 */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"

const loneSurrogate = /\p{Cs}/u

/** @example segmentOf("network", "a/b") // right: a%2Fb */
export const segmentOf = (what: string, name: string): Either<StoreError, string> =>
  name === "" || loneSurrogate.test(name)
    ? left({ _tag: "BadName", what, name })
    : right(encodeURIComponent(name).replace(/^\./, "%2E"))

/** The name that `segmentOf` made this of; `undefined` where it has not made it. */
export const nameOf = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

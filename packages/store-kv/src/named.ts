/** Options that may be found in several places, and need each other. */
import type { DecodeError } from "@cni-ipam/core"
import { misfit } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"

/** An option, and the name under which it was found. */
export interface Named<A> {
  readonly field: string
  readonly value: A
}

/**
 * Both or neither.
 *
 * @param names how a message calls what is missing
 *
 * @example together(certFile, keyFile, ["certFile", "keyFile"])
 */
export const together = (
  one: Named<unknown> | undefined,
  other: Named<unknown> | undefined,
  names: readonly [one: string, other: string],
): Either<DecodeError, void> => {
  if (one !== undefined && other === undefined)
    return left(misfit(one.field, `needs ${names[1]} too`))
  if (one === undefined && other !== undefined)
    return left(misfit(other.field, `needs ${names[0]} too`))
  return right(undefined)
}

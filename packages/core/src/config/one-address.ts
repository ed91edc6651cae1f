/** One address that users may write under several names. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { Address } from "../address.js"
import { sameAddress } from "../address.js"

/**
 * The address that all names agree on, as far as they are given. Left: a sentence, for nobody knows
 * which of two was meant.
 *
 * @example
 * oneAddress({ rangeStart: undefined, "range-start": start }) // right: start
 */
export const oneAddress = (
  named: Readonly<Record<string, Address | undefined>>,
): Either<string, Address | undefined> => {
  const given = Object.entries(named).flatMap(([name, address]) =>
    address === undefined ? [] : [{ name, address }],
  )
  const [first] = given
  const other = first && given.find(({ address }) => !sameAddress(address, first.address))
  return other === undefined
    ? right(first?.address)
    : left(`${first?.name} and ${other.name} are two addresses: leave one of them out`)
}

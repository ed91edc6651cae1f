/** The addresses of the result that an earlier ADD gave, in the form of whatever version. */
import type { Address, DecodeError } from "@cni-ipam/core"
import { arrayOf, decode, object, RequestedAddress } from "@cni-ipam/core"
import { type Either, isLeft, left, right } from "fp-ts/lib/Either.js"
import type { Input } from "./input.js"

export type PreviousResultError = {
  readonly _tag: "BadPreviousResult"
  readonly error: DecodeError
}

/** Up to 0.2.0 there is one address of each family; after that there is a list. */
const OfAFamily = object({ ip: RequestedAddress }, {})
const OfTheList = object({ address: RequestedAddress }, {})

const Previous = object(
  {},
  {
    prevResult: object(
      {},
      { ips: arrayOf(OfTheList, "addresses"), ip4: OfAFamily, ip6: OfAFamily },
    ),
  },
)

/**
 * Reads the addresses of `prevResult`; none where there is none.
 *
 * @example
 * readPreviousAddresses({ prevResult: { ips: [{ address: "10.0.0.2/24" }] } })
 */
export const readPreviousAddresses = (
  input: Input,
): Either<PreviousResultError, readonly Address[]> => {
  const decoded = decode(Previous)(input)
  if (isLeft(decoded)) return left({ _tag: "BadPreviousResult", error: decoded.left })
  const { ips = [], ip4, ip6 } = decoded.right.prevResult ?? {}
  const addresses: Address[] = []
  for (const { address } of ips) addresses.push(address)
  if (ip4 !== undefined) addresses.push(ip4.ip)
  if (ip6 !== undefined) addresses.push(ip6.ip)
  return right(addresses)
}

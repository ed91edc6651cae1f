/**
 * Addresses as they stand in keys: in one spelling only. One lease has one key; in another spelling
 * it would not be found by its address, which could then be leased a second time.
 */
import type { Address } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"

/** @example addressInKey("FD00::2") // undefined: a key has fd00::2 */
export const addressInKey = (text: string): Address | undefined => {
  const address = parseAddress(text)
  return address._tag === "Some" && formatAddress(address.value) === text
    ? address.value
    : undefined
}

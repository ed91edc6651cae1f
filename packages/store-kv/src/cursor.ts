/**
 * Where the search for a free address goes on, and what is known of the addresses there.
 *
 * Written with every reservation and guarded by nothing: it may be out of date, which costs a
 * reservation another turn and never an address.
 */
import type { Address } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"
import { toUndefined } from "fp-ts/lib/Option.js"

export interface Cursor {
  /** The one reserved last. */
  readonly address: Address
  /**
   * Addresses that were free when somebody listed what is in use, in search order. Empty: those
   * have been used up, and a new list is due. `undefined`: nobody had to look yet, and whatever
   * follows is likely to be free.
   */
  readonly free: readonly Address[] | undefined
}

/** So many are kept for others: as many reservations need no list of their own. */
const mostKept = 32

/** @example formatCursor(cursor) // 10.0.0.7 10.0.0.9 10.0.0.12 */
export const formatCursor = ({ address, free }: Cursor): string =>
  [
    formatAddress(address),
    ...(free === undefined
      ? []
      : free.length === 0
        ? ["-"]
        : free.slice(0, mostKept).map(formatAddress)),
  ].join(" ")

const addressIn = (text: string): Address | undefined => toUndefined(parseAddress(text))

/** An address alone is what the plugins of old wrote. */
export const parseCursor = (text: string): Cursor | undefined => {
  const [first = "", ...rest] = text.trim().split(" ")
  const address = addressIn(first)
  return (
    address && {
      address,
      free:
        rest.length === 0
          ? undefined
          : rest.flatMap((one) => {
              const free = addressIn(one)
              return free === undefined ? [] : [free]
            }),
    }
  )
}

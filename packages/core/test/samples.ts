/** Values for the tests of this package, made from texts. */

import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import { isNone } from "fp-ts/lib/Option.js"
import type { Address, Family } from "../src/address.js"
import { bitsOf } from "../src/address.js"
import type { Cidr } from "../src/cidr.js"
import { parseCidr } from "../src/cidr.js"
import { formatAddress } from "../src/format-address.js"
import type { Interval } from "../src/interval.js"
import type { LeaseDetails } from "../src/lease.js"
import { leases } from "../src/leases.js"
import type { Owner } from "../src/owner.js"
import { formatOwner } from "../src/owner.js"
import { parseLiteralAddress } from "../src/parse-address.js"
import type { Pool } from "../src/pool.js"
import { readPool } from "../src/pool.js"
import type { RangeSet } from "../src/range-set.js"
import type { Store } from "../src/store.js"

export const rightOf = <E, A>(result: Either<E, A>): A => {
  if (isLeft(result)) throw new Error(`a failure: ${JSON.stringify(result.left, bigintAsText)}`)
  return result.right
}

export const leftOf = <E, A>(result: Either<E, A>): E => {
  if (isRight(result)) throw new Error(`a success: ${JSON.stringify(result.right, bigintAsText)}`)
  return result.left
}

const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? `${value}` : value

const someOf = <A>(found: Option<A>, text: string): A => {
  if (isNone(found)) throw new Error(`cannot read ${text}`)
  return found.value
}

export const ip = (text: string): Address => someOf(parseLiteralAddress(text), text)

export const highestOf = (family: Family): bigint => 2n ** BigInt(bitsOf(family)) - 1n

export const cidr = (text: string): Cidr => someOf(parseCidr(text), text)

/** `10.0.0.1`, `10.0.0.1-10.0.0.9` or `10.0.0.0/30`. */
export const interval = (text: string): Interval => {
  if (text.includes("/")) {
    const { network, last } = cidr(text)
    return { family: network.family, first: network.value, last: last.value }
  }
  const [first = "", last = first] = text.split("-")
  return { family: ip(first).family, first: ip(first).value, last: ip(last).value }
}

export { formatInterval } from "../src/interval.js"

/** @param sets as a configuration writes them: for each range set an array of ranges. */
export const pool = (...sets: readonly (readonly object[])[]): Pool =>
  rightOf(readPool("lan", sets))

/** A set of its own, named `0`. */
export const rangeSet = (...ranges: readonly object[]): RangeSet => {
  const [only] = pool(ranges).rangeSets
  if (only === undefined) throw new Error("a pool without range sets")
  return only
}

export const eth0 = (containerId: string): Owner => ({ containerId, ifname: "eth0" })

export const web = eth0("web-1")
export const db = eth0("db-1")

export const details: LeaseDetails = { node: "node-1", allocatedAt: 1_700_000_000_000 }

/** Leases the addresses for the owner, whatever range set they are from. */
export const take = async (store: Store, owner: Owner, ...texts: readonly string[]) => {
  const { revision } = rightOf(await store.view({ network: "lan", owner, rangeSets: [] })())
  const wanted = texts.map((text) => ({ rangeSet: "0", address: ip(text) }))
  const outcome = await store.reserve({ network: "lan", owner, revision, wanted, details })()
  if (rightOf(outcome)._tag !== "Reserved") throw new Error(`cannot take ${texts}`)
}

/** Every lease of the network `lan`, as `<address> <container> (<interface>)`. */
export const leased = async (store: Store): Promise<readonly string[]> =>
  rightOf(await leases(store)("lan")()).leases.map(
    ({ address, owner }) => `${formatAddress(address)} ${formatOwner(owner)}`,
  )

/** Addresses, owners and pools in the few words that a check needs. */
import type { Address, LeaseDetails, Owner, Pool } from "@cni-ipam/core"
import { explainReadPoolError, parseAddress, readPool } from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"
import { isNone } from "fp-ts/lib/Option.js"

export const ip = (text: string): Address => {
  const parsed = parseAddress(text)
  if (isNone(parsed)) throw new Error(`${text} is no address`)
  return parsed.value
}

/** @param sets as in a configuration: for each range set an array of ranges. */
export const poolOf = (network: string, ...sets: readonly (readonly object[])[]): Pool => {
  const pool = readPool(network, sets)
  if (isLeft(pool)) throw new Error(explainReadPoolError(pool.left))
  return pool.right
}

export const eth0 = (containerId: string): Owner => ({ containerId, ifname: "eth0" })
export const eth1 = (containerId: string): Owner => ({ containerId, ifname: "eth1" })
/** The holder of a lease that names no interface, as plugins of old wrote it. */
export const legacy = (containerId: string): Owner => ({ containerId, ifname: "" })

export const web = eth0("web-1")
export const db = eth0("db-1")
export const mail = eth0("mail-1")

export const details: LeaseDetails = { node: "node-1", allocatedAt: 1_700_000_000_000 }

/** Gives 10.0.0.2 to 10.0.0.6. */
export const lan = poolOf("lan", [{ subnet: "10.0.0.0/29" }])
/** Gives 10.0.0.2 to 10.0.0.6, and 2001:db8::2 to 2001:db8::7. */
export const dual = poolOf("lan", [{ subnet: "10.0.0.0/29" }], [{ subnet: "2001:db8::/125" }])
/** Gives 10.0.1.2, 10.0.1.5 and 10.0.1.6, then 10.0.3.1 to 10.0.3.2. */
export const patchwork = poolOf("lan", [
  { subnet: "10.0.1.0/29", exclude: ["10.0.1.3", "10.0.1.4/32"] },
  { subnet: "10.0.3.0/30", gateway: "10.0.3.3" },
])

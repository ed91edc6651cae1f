/** A store on a server in memory, and what tests want of a network of it. */
import type { Address, Lease, Owner, Store, StoreError } from "@cni-ipam/core"
import { allocate, explainStoreError, formatAddress, parseAddress, readPool } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { kvStore } from "../kv-store.js"
import type { MemoryServer } from "./memory-kv.js"
import { memoryServer } from "./memory-kv.js"
import { plainLayout } from "./plain-layout.js"

export const ip = (text: string): Address => {
  const address = parseAddress(text)
  if (address._tag === "None") throw new Error(`${text} is no address`)
  return address.value
}

export const eth0 = (containerId: string): Owner => ({ containerId, ifname: "eth0" })

export const rightOf = <A>(result: Either<StoreError, A>): A => {
  if (result._tag === "Left") throw new Error(explainStoreError(result.left))
  return result.right
}

export const textsOf = (leases: readonly Lease[]): readonly string[] =>
  leases.map(({ address }) => formatAddress(address))

export interface Lan {
  readonly server: MemoryServer
  readonly store: Store
  readonly add: (containerId: string) => Promise<readonly string[]>
  readonly release: (owner: Owner) => Promise<readonly string[]>
  /** Puts a lease of a plugin of old, which names no interface. */
  readonly putLegacy: (address: string, containerId: string) => void
  readonly keys: (prefix: string) => readonly string[]
}

/** The network `lan`, 10.0.0.0/24. */
export const newLan = (server: MemoryServer = memoryServer(), node = "n1"): Lan => {
  const context = { node, warn: () => undefined }
  const store = kvStore(server.kv, plainLayout, { timeout: 1000 }, context)
  const pool = readPool("lan", [[{ subnet: "10.0.0.0/24" }]])
  if (pool._tag === "Left") throw new Error("no pool")
  return {
    server,
    store,
    add: async (containerId) => {
      const owner = eth0(containerId)
      const allocated = await allocate(store)({ pool: pool.right, owner, details: { node } })()
      if (allocated._tag === "Left") throw new Error(`no address: ${allocated.left._tag}`)
      return textsOf(allocated.right.map(({ lease }) => lease))
    },
    release: async (owner) => textsOf(rightOf(await store.release({ network: "lan", owner })())),
    putLegacy: (address, containerId) =>
      server.put(`lan/${address}`, JSON.stringify({ ip: address, id: containerId })),
    keys: (prefix) => [...server.entries.keys()].filter((key) => key.startsWith(prefix)).sort(),
  }
}

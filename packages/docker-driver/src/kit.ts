/** What every request of Docker's is served with. */
import type { Cidr, Store } from "@cni-ipam/core"
import type { KnownPools } from "./known-pools.js"
import type { Replay } from "./replay.js"

/** Where pools without a subnet of their own are made. */
export interface Supernet {
  readonly block: Cidr
  /** The prefix length of the pools. */
  readonly length: number
}

export interface Kit {
  readonly store: Store
  /** This machine among those that share the store. */
  readonly node: string
  readonly supernets: { readonly 4: Supernet; readonly 6: Supernet }
  readonly known: KnownPools
  readonly replay: Replay
  readonly now: () => number
}

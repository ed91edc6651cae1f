/** What every operation of a store works with. */
import type { StoreContext } from "@cni-ipam/core"
import type { Deadline } from "./deadline.js"
import type { Kv } from "./kv.js"
import type { Layout } from "./layout.js"
import type { SearchMemory } from "./search-memory.js"

export interface Kit {
  readonly kv: Kv
  readonly layout: Layout
  readonly node: StoreContext["node"]
  readonly warn: StoreContext["warn"]
  readonly memory: SearchMemory
}

/** An operation of a store on one network, whose name is a key segment already. */
export interface Site extends Kit {
  /** As the caller spells it, for the leases. */
  readonly name: string
  readonly network: string
  readonly until: Deadline
}

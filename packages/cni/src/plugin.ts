/** What makes one plugin differ from another: its name and where it keeps its leases. */
import type { StoreDriver } from "@cni-ipam/core"

export interface Plugin {
  /** The name of the executable, as a configuration's `type` spells it. */
  readonly name: string
  readonly version: string
  /** The store of a configuration that names none. */
  readonly defaultStore: string
  /** Every store by its name in the configuration. */
  readonly stores: Readonly<Record<string, StoreDriver>>
}

/** What the kit has to know of a store: how to open one, and what it claims to be able to do. */
import type { Store } from "@cni-ipam/core"

/** What stores may differ in. Checks of what a store does not claim are left out. */
export interface Capabilities {
  /** Opening a place again gives a second handle on the same data. Default: false. */
  readonly persistent: boolean
  /** Leases are read back with range set, node, time, MAC and pod. Default: true. */
  readonly recordsDetails: boolean
  /** `view` looks for free addresses instead of guessing the first of the order. Default: true. */
  readonly exactCandidates: boolean
  /** `store.documents` can be used. Default: true. */
  readonly documents: boolean
  /** `store.viewAndReserve` is there. Default: false. */
  readonly viewAndReserve: boolean
  /** What a network is is kept beside its leases. Default: false. */
  readonly definitions: boolean
}

export interface StoreOptions {
  /** Heads the tests: `memory`, `disk`. */
  readonly name: string
  /**
   * Opens the store that lives in `place`: a text of lower-case letters, digits and hyphens that
   * is good as the name of a folder or as a prefix of keys. A place never seen before is empty.
   * A store that ends with its process may ignore the place.
   */
  readonly open: (place: string) => Promise<Store>
  /** Removes what a test left in the place; all its stores are closed by then. */
  readonly cleanUp?: (place: string) => Promise<void>
  readonly capabilities?: Partial<Capabilities>
  /** How long one test may take, in milliseconds. Default: 30 000. */
  readonly timeout?: number
}

export const capabilitiesOf = ({ capabilities }: StoreOptions): Capabilities => ({
  persistent: false,
  recordsDetails: true,
  exactCandidates: true,
  documents: true,
  viewAndReserve: false,
  definitions: false,
  ...capabilities,
})

export const timeoutOf = ({ timeout = 30_000 }: StoreOptions): number => timeout

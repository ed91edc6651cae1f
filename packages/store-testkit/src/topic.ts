/** The promises of a store, by subject; each with the check that sees whether it is kept. */
import type { Store } from "@cni-ipam/core"
import type { Capabilities } from "./options.js"
import type { Place } from "./place.js"

/**
 * Throws if the promise is broken.
 *
 * @param store empty, with nobody else in its place.
 * @param place gives another handle on the same data, if the store is persistent.
 */
export type Check = (store: Store, place: Place) => Promise<void>

export interface Topic {
  /** What the promises speak of; it begins their sentences. */
  readonly title: string
  /** Stores that do not claim all of these promise nothing here. */
  readonly needs?: readonly (keyof Capabilities)[]
  readonly promises: Readonly<Record<string, Check>>
}

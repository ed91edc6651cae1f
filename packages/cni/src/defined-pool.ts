/** The pool of a network as its store defines it, or else as the configuration does. */
import type { Pool, PoolError, Store, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft } from "fp-ts/lib/Either.js"
import { isNone } from "fp-ts/lib/Option.js"
import type { Attachment } from "./attachment.js"
import type { StoreInvocation } from "./invocation.js"
import type { FamilyError } from "./network-pool.js"
import { networkPool } from "./network-pool.js"
import { keepsDefinitions } from "./open-store.js"

/** @example await definedPool(invocation, attachment, store) */
export const definedPool = async (
  invocation: StoreInvocation,
  { config, pool }: Pick<Attachment, "config" | "pool">,
  store: Store,
): Promise<Either<StoreError | PoolError | FamilyError, Pool>> => {
  if (!keepsDefinitions(invocation, config)) return pool
  const { network, version } = invocation.request
  const kept = await store.definition(network)()
  if (isLeft(kept)) return kept
  return isNone(kept.right) ? pool : networkPool(network, version, config, kept.right.value)
}

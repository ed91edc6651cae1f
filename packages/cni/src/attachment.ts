/** What a configuration and a runtime say of one interface of one container. */
import type { DecodeError, NetworkDefinition, Owner, Pool, PoolError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import type { ArgsError, CniArgs } from "./cni-args.js"
import { parseCniArgs } from "./cni-args.js"
import type { StoreInvocation } from "./invocation.js"
import type { ConfigError, NetworkConfig } from "./network-config.js"
import { readNetworkConfig } from "./network-config.js"
import type { FamilyError } from "./network-pool.js"
import { definitionOf, networkPool } from "./network-pool.js"
import { keepsDefinitions } from "./open-store.js"

export interface Attachment {
  readonly config: NetworkConfig
  readonly args: CniArgs
  /** Left only where a store may know better: there are no ranges in the configuration. */
  readonly pool: Either<PoolError | FamilyError, Pool>
  /** What the configuration says of the network. */
  readonly definition: NetworkDefinition
  readonly owner: Owner
}

export type AttachmentError = DecodeError | ConfigError | ArgsError | PoolError | FamilyError

/**
 * Reads the request to its last field, in host-local's order: configuration, `CNI_ARGS`, ranges.
 *
 * @example
 * readAttachment(invocation)
 */
export const readAttachment = (
  invocation: Pick<StoreInvocation, "plugin" | "request">,
): Either<AttachmentError, Attachment> => {
  const { request } = invocation
  const config = readNetworkConfig(request.input, invocation.plugin)
  if (E.isLeft(config)) return config
  const args = parseCniArgs(request.environment.args)
  if (E.isLeft(args)) return args
  const definition = definitionOf(config.right)
  const pool = networkPool(request.network, request.version, config.right, definition)
  if (E.isLeft(pool)) {
    const mayBeDefined =
      pool.left._tag === "NoRangeSets" && keepsDefinitions(invocation, config.right)
    if (!mayBeDefined) return pool
  }
  const { containerId, ifname } = request.environment
  return E.right({
    config: config.right,
    args: args.right,
    pool,
    definition,
    owner: { containerId, ifname },
  })
}

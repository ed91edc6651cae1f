/** What a runtime wants for one interface of one container: everything ADD, DEL and CHECK need. */
import type { DecodeError, NetworkDefinition, Owner, Pool, PoolError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { ArgsError } from "./cni-args.js"
import { parseCniArgs } from "./cni-args.js"
import type { StoreInvocation } from "./invocation.js"
import type { ConfigError, NetworkConfig } from "./network-config.js"
import { readNetworkConfig } from "./network-config.js"
import type { FamilyError } from "./network-pool.js"
import { definitionOf, networkPool } from "./network-pool.js"
import { keepsDefinitions } from "./open-store.js"
import type { Wishes } from "./wishes.js"
import { wishesOf } from "./wishes.js"

export interface Attachment extends Wishes {
  readonly config: NetworkConfig
  /** Left only where a store may know better: there are no ranges in the configuration. */
  readonly pool: Either<PoolError | FamilyError, Pool>
  /** What the configuration says of the network. */
  readonly definition: NetworkDefinition
  /** The pool of another definition of the same network. */
  readonly poolOf: (definition: NetworkDefinition) => Either<PoolError | FamilyError, Pool>
  readonly owner: Owner
}

export type AttachmentError = DecodeError | ConfigError | ArgsError | PoolError | FamilyError

const isSettled = (pool: Attachment["pool"], mayBeDefined: boolean): boolean =>
  E.isRight(pool) || (pool.left._tag === "NoRangeSets" && mayBeDefined)

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
  return pipe(
    E.Do,
    E.bindW("config", () => readNetworkConfig(request.input, invocation.plugin)),
    E.bindW("args", () => parseCniArgs(request.environment.args)),
    E.let("definition", ({ config }) => definitionOf(config)),
    E.let(
      "poolOf",
      ({ config }) =>
        (definition: NetworkDefinition) =>
          networkPool(request.network, request.version, config, definition),
    ),
    E.let("pool", ({ definition, poolOf }) => poolOf(definition)),
    E.tap(({ config, pool }) =>
      isSettled(pool, keepsDefinitions(invocation, config)) ? E.right(undefined) : pool,
    ),
    E.map(({ config, args, definition, poolOf, pool }) => ({
      config,
      pool,
      definition,
      poolOf,
      owner: { containerId: request.environment.containerId, ifname: request.environment.ifname },
      ...wishesOf(config, args),
    })),
  )
}

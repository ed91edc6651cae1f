/** What every command needs: who asks, and the pools, which are closed whatever happens. */
import type { Invocation, PluginError } from "@cni-ipam/cni"
import type { Owner } from "@cni-ipam/core"
import type { ConsulDependencies } from "@cni-ipam/store-consul"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Pools } from "./pool-store.js"
import { openPools, readOptions } from "./pool-store.js"

export interface Client {
  readonly invocation: Invocation
  readonly pools: Pools
  /** The name of the machine, under which it makes leases and collects garbage. */
  readonly node: string
  readonly network: string
  readonly owner: Owner
}

const clientOf = (
  invocation: Invocation,
  dependencies: ConsulDependencies,
): E.Either<PluginError, Client> => {
  const { io, log, request } = invocation
  const { containerId, ifname } = request.environment
  return pipe(
    readOptions(request.input),
    E.flatMap((options) => {
      const node = options.node || io.hostname()
      return pipe(
        openPools(options, dependencies, {
          node,
          warn: log.warn,
          // Garbage of thousands of leases takes its time, and may take it.
          forOneCommand: request.command !== "GC",
        }),
        E.map((pools) => ({
          invocation,
          pools,
          node,
          network: request.network,
          owner: { containerId, ifname },
        })),
      )
    }),
  )
}

export type Command = (client: Client) => TaskEither<PluginError, string>

/** @example const handler = withPools(dependencies, add) */
export const withPools =
  (dependencies: ConsulDependencies, command: Command) =>
  (invocation: Invocation): TaskEither<PluginError, string> =>
  async () => {
    const client = clientOf(invocation, dependencies)
    if (E.isLeft(client)) return client
    try {
      return await command(client.right)()
    } finally {
      await client.right.pools.store.close()
    }
  }

/** What a runtime wants for one interface of one container: everything ADD, DEL and CHECK need. */
import type { Address, DecodeError, Owner, Pool, PoolError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { ArgsError, CniArgs } from "./cni-args.js"
import { parseCniArgs } from "./cni-args.js"
import type { ConfigError, NetworkConfig } from "./network-config.js"
import { readNetworkConfig } from "./network-config.js"
import type { FamilyError } from "./network-pool.js"
import { networkPool } from "./network-pool.js"
import type { Request } from "./request.js"

export interface Attachment {
  readonly config: NetworkConfig
  readonly pool: Pool
  readonly owner: Owner
  /** The addresses that are wanted by name. */
  readonly requested: readonly Address[]
  readonly holder: {
    readonly mac?: string
    readonly podNamespace?: string
    readonly podName?: string
  }
}

export type AttachmentError = DecodeError | ConfigError | ArgsError | PoolError | FamilyError

/** CNI conventions: a plugin that is told by the configuration ignores what CNI_ARGS says. */
const requestedAddresses = (config: NetworkConfig, args: CniArgs): readonly Address[] => {
  const configured = [...(config.args?.cni?.ips ?? []), ...(config.runtimeConfig?.ips ?? [])]
  if (configured.length > 0) return configured
  return args.address === undefined ? [] : [args.address]
}

const holderOf = (config: NetworkConfig, args: CniArgs): Attachment["holder"] => {
  const mac = config.runtimeConfig?.mac || config.args?.cni?.mac || args.mac
  return {
    ...(mac && { mac }),
    ...(args.podNamespace && { podNamespace: args.podNamespace }),
    ...(args.podName && { podName: args.podName }),
  }
}

/**
 * Reads the request to its last field, in host-local's order: configuration, `CNI_ARGS`, ranges.
 *
 * @example
 * readAttachment(request)
 */
export const readAttachment = (request: Request): Either<AttachmentError, Attachment> =>
  pipe(
    E.Do,
    E.bindW("config", () => readNetworkConfig(request.input)),
    E.bindW("args", () => parseCniArgs(request.environment.args)),
    E.bindW("pool", ({ config }) => networkPool(request.network, request.version, config)),
    E.map(({ config, args, pool }) => ({
      config,
      pool,
      owner: { containerId: request.environment.containerId, ifname: request.environment.ifname },
      requested: requestedAddresses(config, args),
      holder: holderOf(config, args),
    })),
  )

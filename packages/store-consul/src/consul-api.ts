/**
 * The few calls of Consul's HTTP API that leases need, whoever carries them: the npm package
 * `consul` in programs, a plain HTTP client in plugins that run for some milliseconds.
 */
import type { HttpFailure, TlsOptions } from "@cni-ipam/store-kv"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"

/** One operation of a transaction (Consul HTTP API, "Transactions"); values are base64. */
export interface KvOperation {
  readonly Verb:
    | "get"
    | "get-tree"
    | "set"
    | "cas"
    | "delete"
    | "delete-cas"
    | "check-index"
    | "check-not-exists"
  readonly Key: string
  readonly Value?: string
  readonly Index?: number
  readonly Flags?: number
}

export interface CallOptions {
  /** Milliseconds. */
  readonly timeout: number
  /** Whether the leader must make sure first that it is still the leader. */
  readonly consistent: boolean
}

/** Neither the status nor the body has been looked at yet. */
export interface ApiAnswer {
  readonly status: number
  /** As JSON where it is that, else as text. */
  readonly body: unknown
}

export type ApiCall = TaskEither<HttpFailure, ApiAnswer>

/** What is listed: everything under a prefix, its keys, or its keys up to the next slash. */
export type Listing = "entries" | "keys" | "children"

/** One server. */
export interface ConsulApi {
  readonly transact: (operations: readonly KvOperation[], options: CallOptions) => ApiCall
  readonly list: (prefix: string, listing: Listing, options: CallOptions) => ApiCall
  /** Ends the connections. */
  readonly close: () => void
}

/** How to speak to all servers of a cluster. */
export interface ConsulAccess {
  readonly token: string | undefined
  /** Default: the servers' own. */
  readonly datacenter: string | undefined
  /** Of Consul Enterprise. */
  readonly namespace: string | undefined
  readonly tls: TlsOptions | undefined
}

/** @param server its URL, as in `https://10.0.0.1:8501` */
export type ConnectConsul = (server: string, access: ConsulAccess) => ConsulApi

/**
 * What is needed of an etcd server, whichever way it is asked: one transaction, and a token for a
 * user. etcd's reads are transactions too, so that nothing else is.
 */
import type { TlsOptions } from "@cni-ipam/store-kv"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"

/** Keys from `key` to before `end`, in order; without an end, that key alone. */
export interface RangeOperation {
  readonly _tag: "Range"
  readonly key: Buffer
  readonly end?: Buffer
  /** Default: all of them. */
  readonly limit?: number
  readonly keysOnly?: boolean
  /** Default: the newest. */
  readonly revision?: number
}

export type Operation =
  | RangeOperation
  | { readonly _tag: "Put"; readonly key: Buffer; readonly value: Buffer }
  | { readonly _tag: "Delete"; readonly key: Buffer }

export interface Comparison {
  readonly key: Buffer
  /** A key that is not there has the revision 0. */
  readonly modRevision: number
  /** Whether the key's has to be greater. Default: it has to be equal. */
  readonly isGreater?: boolean
}

export interface Txn {
  readonly compare: readonly Comparison[]
  /** Done if all of them are as expected. */
  readonly success: readonly Operation[]
  readonly failure: readonly Operation[]
}

export interface EtcdEntry {
  /** A stranger's key or value may be no text. */
  readonly key: Buffer
  readonly value: Buffer
  readonly modRevision: number
}

export interface RangeAnswer {
  readonly entries: readonly EtcdEntry[]
  /** Whether the limit left any out. */
  readonly more: boolean
}

export interface TxnAnswer {
  readonly succeeded: boolean
  /** The one of the server's data at that moment. */
  readonly revision: number
  /** Of the operations that were done, those that are ranges. */
  readonly ranges: readonly RangeAnswer[]
}

/** Why there is no answer. Reasons are in the words of the system. */
export type Fault =
  /** The server has seen nothing. */
  | { readonly _tag: "NotSent"; readonly reason: string }
  | { readonly _tag: "NoAnswer"; readonly reason: string }
  | { readonly _tag: "TooLong"; readonly reason: string }
  /** etcd itself says no. The codes are those of gRPC, also through the gateway. */
  | { readonly _tag: "Status"; readonly code: number; readonly message: string }
  /** Something else answers there, which may yet be a proxy that has passed the question on. */
  | { readonly _tag: "NoEtcd"; readonly mayBeDone: boolean; readonly reason: string }

export interface User {
  readonly name: string
  readonly password: string
}

/** A way to one server. */
export interface Transport {
  /** @param timeout in milliseconds. */
  readonly txn: (
    txn: Txn,
    timeout: number,
    token: string | undefined,
  ) => TaskEither<Fault, TxnAnswer>
  readonly authenticate: (user: User, timeout: number) => TaskEither<Fault, string>
  readonly close: () => void
}

/**
 * Makes a transport, and connects to nothing before its first use.
 *
 * @param endpoint a URL with a port and without a path.
 * @param tls only for a URL with https.
 */
export type Connect = (endpoint: string, tls: TlsOptions | undefined) => Transport

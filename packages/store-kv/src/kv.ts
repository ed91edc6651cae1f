/**
 * A key-value server as leases need it: read some keys, list a folder, change several keys at once
 * if they are as expected.
 *
 * Small on purpose: whatever has it can carry a `Store`, through `kvStore`.
 */
import type { StoreError } from "@cni-ipam/core"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Deadline } from "./deadline.js"

/** Grows with every change of the key. Keys changed by one transaction have the same one. */
export type Version = number

/** The version of a key that is not there. */
export const absent: Version = 0

/** For a check of a key that must be there, in whatever version. */
export const present = "present"

export interface KvEntry {
  readonly key: string
  readonly value: string
  readonly version: Version
}

export interface KvQuery {
  readonly keys: readonly string[]
  /** Everything whose key begins with one of them: a few entries, not a whole network's. */
  readonly prefixes: readonly string[]
  /**
   * Whether what is read must not be older than the call. Needed where "it is not there" decides
   * something that no later transaction makes sure of. Default: false.
   */
  readonly consistent?: boolean
}

/** A change that is made only if every step of its transaction finds what it expects. */
export type Step =
  | {
      readonly _tag: "Put"
      readonly key: string
      readonly value: string
      /** Default: whatever is there is replaced. */
      readonly ifVersion?: Version
    }
  | {
      readonly _tag: "Delete"
      readonly key: string
      /** Default: whatever is there is deleted, if anything is. */
      readonly ifVersion?: Version
    }
  | {
      readonly _tag: "Check"
      readonly key: string
      readonly ifVersion: Version | typeof present
    }

export type KvOutcome =
  | {
      readonly _tag: "Committed"
      /** Of all keys that were put. Absent where the server was not asked or does not tell. */
      readonly version?: Version
    }
  /** Nothing was changed: these keys were in other versions. */
  | { readonly _tag: "Refused"; readonly keys: readonly string[] }

/** Every function fails with `Unavailable` when no server answers before the deadline. */
export interface Kv {
  /** No more steps fit into one transaction. */
  readonly mostSteps: number
  /** The entries that are there, in any order; in one round trip. */
  readonly read: (query: KvQuery, until: Deadline) => TaskEither<StoreError, readonly KvEntry[]>
  /** Everything under the prefix, however much it is. Never older than the call. */
  readonly entries: (prefix: string, until: Deadline) => TaskEither<StoreError, readonly KvEntry[]>
  /** The keys of `entries`. */
  readonly keys: (prefix: string, until: Deadline) => TaskEither<StoreError, readonly string[]>
  /** What stands between the prefix and the next slash, once each: the names in a folder. */
  readonly children: (prefix: string, until: Deadline) => TaskEither<StoreError, readonly string[]>
  /**
   * Takes all steps or none; no key is in two of them. Fails with `Uncertain` when the answer is
   * lost: `commitSurely` finds out.
   */
  readonly commit: (steps: readonly Step[], until: Deadline) => TaskEither<StoreError, KvOutcome>
  readonly close: TaskEither<StoreError, void>
}

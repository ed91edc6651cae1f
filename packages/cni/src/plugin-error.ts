/**
 * Whatever can stand against a command. Each case holds what its message needs; `errorCode` tells
 * its number, and `explainPluginError` its sentence.
 */
import type {
  AllocationError,
  CheckError,
  DecodeError,
  GarbageReport,
  RangeSet,
  StoreError,
} from "@cni-ipam/core"
import type { AttachmentError } from "./attachment.js"
import type { SameNetns } from "./netns.js"
import type { UnknownStore } from "./open-store.js"
import type { PreviousResultError } from "./previous-result.js"
import type { RequestError } from "./request.js"
import type { ResolvConfError } from "./resolv-conf-file.js"
import type { MissingAttachments } from "./valid-attachments.js"

/** Why ADD has leased nothing, and which range set could not give its address, if it was one. */
export interface AllocationFailure {
  readonly _tag: "Allocation"
  readonly rangeSet: string | undefined
  readonly error: Exclude<AllocationError, { readonly _tag: "Store" }>
}

export type CheckFailure = Exclude<CheckError, { readonly _tag: "Store" }>

/** GC went through everything, and could not end all that it should have ended. */
export interface GarbageLeft {
  readonly _tag: "GarbageLeft"
  readonly failures: GarbageReport["failures"]
  /** What could not even be read. At least one of the two is not empty. */
  readonly problems: GarbageReport["problems"]
}

/** Why an ADD could not succeed now. */
export type NotReady =
  | { readonly _tag: "StoreNotReady"; readonly error: StoreError }
  | { readonly _tag: "NoAddressLeft"; readonly rangeSet: RangeSet }

/** An error that has its number and its words already: another plugin's, or one of a plugin alone. */
export interface Reported {
  readonly _tag: "Reported"
  readonly code: number
  readonly msg: string
  readonly details?: string
}

/** The command is carried out, and nobody can be told. */
export interface UnwritableAnswer {
  readonly _tag: "UnwritableAnswer"
  readonly reason: string
}

/** A bug of ours. */
export interface Unexpected {
  readonly _tag: "Unexpected"
  readonly message: string
}

export type PluginError =
  | RequestError
  | AttachmentError
  | DecodeError
  | UnknownStore
  | StoreError
  | ResolvConfError
  | SameNetns
  | AllocationFailure
  | PreviousResultError
  | CheckFailure
  | MissingAttachments
  | GarbageLeft
  | NotReady
  | Reported
  | UnwritableAnswer
  | Unexpected

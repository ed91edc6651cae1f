/** The numbers that users of the first ipam-da-consul know, and what they stand for. */
import type { PluginError, Reported } from "@cni-ipam/cni"
import type { StoreError } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"

export const codes = {
  tryAgain: 11,
  missingField: 104,
  invalidField: 107,
  unreachable: 111,
  missingResource: 114,
  invalidResource: 117,
  alreadyLeased: 121,
  poolIsFull: 122,
  taken: 123,
  notInPool: 124,
  notWritten: 125,
  notHeld: 126,
} as const

export const report = (code: number, msg: string, details?: string): Reported => ({
  _tag: "Reported",
  code,
  msg,
  ...(details !== undefined && { details }),
})

export const storeFailure = (error: StoreError): PluginError => {
  const msg = explainStoreError(error)
  switch (error._tag) {
    case "Unavailable":
      return report(error.operation === "write" ? codes.notWritten : codes.unreachable, msg)
    case "Uncertain":
      return report(codes.notWritten, msg)
    case "Busy":
      return report(codes.tryAgain, msg)
    case "Corrupt":
    case "BadName":
      return report(codes.invalidResource, msg)
  }
}

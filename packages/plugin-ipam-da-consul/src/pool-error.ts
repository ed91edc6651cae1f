/** The numbers that users of the first ipam-da-consul know, and what they stand for. */
import type { GarbageLeft, PluginError, Reported } from "@cni-ipam/cni"
import { explainPluginError } from "@cni-ipam/cni"
import type { StoreError } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"

export const codes = {
  tryAgain: 11,
  notReady: 50,
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

const storeCode = (error: StoreError): number => {
  switch (error._tag) {
    case "Unavailable":
      return error.operation === "write" ? codes.notWritten : codes.unreachable
    case "Uncertain":
      return codes.notWritten
    case "Busy":
      return codes.tryAgain
    case "Corrupt":
    case "BadName":
      return codes.invalidResource
  }
}

export const storeFailure = (error: StoreError): PluginError =>
  report(storeCode(error), explainStoreError(error))

/** What GC could not read is no allocation; what it could not release, Consul did not let it. */
export const garbageFailure = (error: GarbageLeft): PluginError => {
  const { msg, details } = explainPluginError(error)
  const [failure] = error.failures
  return report(failure ? storeCode(failure.error) : codes.invalidResource, msg, details)
}

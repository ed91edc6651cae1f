/** The sentence of each error. */
import {
  explainAllocationError,
  explainCheckError,
  explainDecodeError,
  explainPoolError,
  explainStoreError,
  formatOwner,
  formatRangeSet,
} from "@cni-ipam/core"
import { explainArgsError } from "./cni-args.js"
import { explainEnvironmentError } from "./environment.js"
import type { Explanation } from "./explanation.js"
import { explainInputError } from "./input.js"
import { explainFamilyError } from "./network-pool.js"
import { explainUnknownStore } from "./open-store.js"
import type { AllocationFailure, GarbageLeft, PluginError } from "./plugin-error.js"
import { explainNameError } from "./request.js"
import { explainResolvConfError } from "./resolv-conf-file.js"
import { explainMissingAttachments } from "./valid-attachments.js"
import { explainVersionError } from "./version-rule.js"

/** Users know these messages with the number of the range set in front. */
const explainAllocationFailure = ({ rangeSet, error }: AllocationFailure): string =>
  rangeSet === undefined
    ? explainAllocationError(error)
    : `failed to allocate for range ${rangeSet}: ${explainAllocationError(error)}`

const explainGarbageLeft = ({ failures, problems }: GarbageLeft): Explanation => {
  const owners = `${failures.length} ${failures.length === 1 ? "owner" : "owners"}`
  return {
    msg:
      failures.length > 0
        ? `could not release the leases of ${owners}`
        : "could not read all leases; the others were looked at",
    details: [
      ...failures.map(({ owner, error }) => `${formatOwner(owner)}: ${explainStoreError(error)}`),
      ...problems,
    ].join("; "),
  }
}

/** @example explainPluginError({ _tag: "MissingIpam" }).msg // IPAM config missing 'ipam' key */
export const explainPluginError = (error: PluginError): Explanation => {
  switch (error._tag) {
    case "MissingVariables":
    case "BadContainerId":
    case "LongInterfaceName":
    case "DotInterfaceName":
    case "BadInterfaceName":
      return explainEnvironmentError(error)
    case "UnreadableInput":
    case "BadJson":
      return { msg: explainInputError(error) }
    case "MissingNetworkName":
    case "BadNetworkName":
      return explainNameError(error)
    case "UnknownCommand":
      return { msg: `unknown CNI_COMMAND: ${error.command}` }
    case "UnreadableVersion":
    case "ConfigTooOld":
    case "PluginTooOld":
    case "IncompatibleVersion":
      return explainVersionError(error)
    case "Decode":
      return { msg: explainDecodeError(error) }
    case "MissingIpam":
      return { msg: "IPAM config missing 'ipam' key" }
    case "BadPair":
    case "BadValue":
    case "UnknownArgs":
      return { msg: explainArgsError(error) }
    case "NoRangeSets":
    case "BadRangeSet":
    case "RangeSetsOverlap":
      return { msg: explainPoolError(error) }
    case "TooManyOfAFamily":
      return { msg: explainFamilyError(error) }
    case "UnreadableResolvConf":
      return { msg: explainResolvConfError(error) }
    case "UnknownStore":
      return { msg: explainUnknownStore(error) }
    case "Unavailable":
    case "Uncertain":
    case "Busy":
    case "Corrupt":
    case "BadName":
      return { msg: explainStoreError(error) }
    case "SameNetns":
      return {
        msg: "plugin's netns and netns from CNI_NETNS should not be the same",
        details: error.path,
      }
    case "Allocation":
      return { msg: explainAllocationFailure(error) }
    case "BadPreviousResult":
      return { msg: explainDecodeError(error.error) }
    case "NothingLeased":
    case "NotLeased":
      return { msg: explainCheckError(error) }
    case "MissingAttachments":
      return { msg: explainMissingAttachments() }
    case "GarbageLeft":
      return explainGarbageLeft(error)
    case "StoreNotReady":
      return {
        msg: "the store of the leases is not ready",
        details: explainStoreError(error.error),
      }
    case "NoAddressLeft":
      return { msg: `no IP addresses available in range set: ${formatRangeSet(error.rangeSet)}` }
    case "Reported":
      return error
    case "UnwritableAnswer":
      return { msg: `cannot write the answer: ${error.reason}` }
    case "Unexpected":
      return { msg: error.message }
  }
}

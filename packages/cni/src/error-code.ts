/** The number of each error: 0 to 99 are the specification's (CNI 1.1.0, "Error"), the others ours. */
import type { DecodeError } from "@cni-ipam/core"
import type { AllocationFailure, PluginError } from "./plugin-error.js"

/** Errors whose number depends on what is inside them. */
type Wrapper = "Decode" | "BadPreviousResult" | "Allocation" | "GarbageLeft" | "Reported"

type Tag = Exclude<PluginError["_tag"], Wrapper> | AllocationFailure["error"]["_tag"]

export const errorCodes: Readonly<Record<Tag, number>> = {
  ConfigTooOld: 1,
  PluginTooOld: 1,
  IncompatibleVersion: 1,

  MissingVariables: 4,
  BadContainerId: 4,
  LongInterfaceName: 4,
  DotInterfaceName: 4,
  BadInterfaceName: 4,
  UnknownCommand: 4,
  BadPair: 4,
  BadValue: 4,
  UnknownArgs: 4,

  UnreadableInput: 5,
  UnreadableResolvConf: 5,
  UnwritableAnswer: 5,
  Unavailable: 5,
  Uncertain: 5,
  Corrupt: 5,

  BadJson: 6,
  UnreadableVersion: 6,

  MissingNetworkName: 7,
  BadNetworkName: 7,
  MissingIpam: 7,
  NoRangeSets: 7,
  BadRangeSet: 7,
  RangeSetsOverlap: 7,
  TooManyOfAFamily: 7,
  UnknownStore: 7,
  BadName: 7,
  MissingAttachments: 7,

  SameNetns: 8,

  Busy: 11,
  Contended: 11,
  Missing: 11,

  StoreNotReady: 50,
  NoAddressLeft: 50,

  AlreadyLeased: 121,
  Exhausted: 122,
  Taken: 123,
  NotInPool: 124,
  IsGateway: 124,
  IsExcluded: 124,
  NothingLeased: 126,
  NotLeased: 126,

  Unexpected: 999,
}

const undecodable = 6
const invalid = 7

/** A value of the right type that cannot be, or a field that is not there, is no matter of JSON. */
const decodeErrorCode = ({ message, isMissing }: DecodeError): number =>
  message !== undefined || isMissing ? invalid : undecodable

/**
 * The number that tells a runtime what kind of error it is.
 *
 * @example
 * errorCode({ _tag: "MissingNetworkName" }) // 7
 */
export const errorCode = (error: PluginError): number => {
  switch (error._tag) {
    case "Decode":
      return decodeErrorCode(error)
    case "BadPreviousResult":
      return decodeErrorCode(error.error)
    case "Allocation":
      return errorCodes[error.error._tag]
    case "Reported":
      return error.code
    case "GarbageLeft":
      return errorCodes[error.failures[0]?.error._tag ?? "Unavailable"]
    default:
      return errorCodes[error._tag]
  }
}

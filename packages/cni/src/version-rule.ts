/** Which command may be given in which version of the protocol. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { CniVersion } from "./cni-version.js"
import { isAtLeast, isSupported, isVersion, supportedVersions } from "./cni-version.js"
import type { Command } from "./command.js"
import type { Explanation } from "./explanation.js"

export type VersionError =
  | { readonly _tag: "UnreadableVersion"; readonly version: string }
  /** The command came into the protocol after the configuration's version. */
  | { readonly _tag: "ConfigTooOld"; readonly command: Command }
  /** The configuration is of a later version than any that is spoken here. */
  | { readonly _tag: "PluginTooOld"; readonly command: Command }
  | { readonly _tag: "IncompatibleVersion"; readonly version: string }

/** The version that brought a command. The others were there from the beginning. */
const introducedIn: Readonly<Partial<Record<Command, CniVersion>>> = {
  CHECK: "0.4.0",
  GC: "1.1.0",
  STATUS: "1.1.0",
}

/** What is wrong with a version that is not spoken here. */
const complaintOf = (command: Command, version: string): VersionError => {
  const introduced = introducedIn[command]
  if (introduced === undefined) return { _tag: "IncompatibleVersion", version }
  if (!isVersion(version)) return { _tag: "UnreadableVersion", version }
  if (!isAtLeast(version, introduced)) return { _tag: "ConfigTooOld", command }
  return supportedVersions.some((supported) => isAtLeast(supported, version))
    ? { _tag: "IncompatibleVersion", version }
    : { _tag: "PluginTooOld", command }
}

/**
 * The version to answer the command in: the configuration's own, if it is spoken here.
 *
 * @example
 * versionFor("GC", "1.0.0") // left: GC came with 1.1.0
 */
export const versionFor = (command: Command, version: string): Either<VersionError, CniVersion> => {
  if (!isSupported(version)) return left(complaintOf(command, version))
  const introduced = introducedIn[command]
  const isTooOld =
    introduced !== undefined &&
    supportedVersions.indexOf(version) < supportedVersions.indexOf(introduced)
  return isTooOld ? left({ _tag: "ConfigTooOld", command }) : right(version)
}

const quoted = (versions: readonly string[]): string =>
  versions.map((version) => JSON.stringify(version)).join(" ")

export const explainVersionError = (error: VersionError): Explanation => {
  switch (error._tag) {
    case "UnreadableVersion":
      return { msg: `cniVersion ${JSON.stringify(error.version)} is not a version` }
    case "ConfigTooOld":
      return { msg: `config version does not allow ${error.command}` }
    case "PluginTooOld":
      return { msg: `plugin version does not allow ${error.command}` }
    case "IncompatibleVersion":
      return {
        msg: "incompatible CNI versions",
        details: `config is ${quoted([error.version])}, plugin supports [${quoted(supportedVersions)}]`,
      }
  }
}

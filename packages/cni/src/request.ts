/** One command of the runtime, checked as far as the protocol goes; its fields are not read yet. */
import type { DecodeError } from "@cni-ipam/core"
import { decode, isIdentifier, object, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import type { CniVersion } from "./cni-version.js"
import { unnamedVersion } from "./cni-version.js"
import type { Command } from "./command.js"
import { isCommand } from "./command.js"
import type { Environment, EnvironmentError } from "./environment.js"
import { readEnvironment } from "./environment.js"
import type { Explanation } from "./explanation.js"
import type { Input, InputError } from "./input.js"
import { declaredVersion } from "./input.js"
import type { Io } from "./io.js"
import type { AnyPlugin } from "./plugin.js"
import type { VersionError } from "./version-rule.js"
import { versionFor } from "./version-rule.js"

export interface Request {
  readonly command: Command
  readonly environment: Environment
  /** What the answer must be written in. */
  readonly version: CniVersion
  /** The name of the network: leases are kept under it. */
  readonly network: string
  /** The whole configuration. */
  readonly input: Input
}

export type NameError =
  | { readonly _tag: "MissingNetworkName" }
  | { readonly _tag: "BadNetworkName"; readonly name: string }

export type CommandError = { readonly _tag: "UnknownCommand"; readonly command: string }

export type RequestError =
  | EnvironmentError
  | InputError
  | NameError
  | CommandError
  | VersionError
  | DecodeError

const Named = object({}, { name: Text })
const NamedInside = object({}, { ipam: Named })

const nameInside = (input: Input): string | undefined => {
  const decoded = decode(NamedInside)(input)
  return E.isRight(decoded) ? decoded.right.ipam?.name : undefined
}

const networkName = (
  input: Input,
  mayBeInside: boolean,
): E.Either<NameError | DecodeError, string> => {
  const decoded = decode(Named)(input)
  if (E.isLeft(decoded)) return decoded
  const name = decoded.right.name || (mayBeInside ? nameInside(input) : undefined)
  if (name === undefined || name === "") return E.left({ _tag: "MissingNetworkName" })
  return isIdentifier(name) ? E.right(name) : E.left({ _tag: "BadNetworkName", name })
}

/**
 * Checks a command in the order of Go's plugins, so that the same mistake gives the same error:
 * environment, configuration, network name, command, version.
 *
 * @example
 * readRequest("ADD", io.env, readInput(io))
 */
export const readRequest = (
  command: string,
  env: Io["env"],
  input: E.Either<InputError, Input>,
  { takesNameFromIpam = false }: Pick<AnyPlugin, "takesNameFromIpam"> = {},
): E.Either<RequestError, Request> => {
  const environment = readEnvironment(command, env)
  if (E.isLeft(environment)) return environment
  if (E.isLeft(input)) return input
  const network = networkName(input.right, takesNameFromIpam)
  if (E.isLeft(network)) return network
  if (!isCommand(command)) return E.left({ _tag: "UnknownCommand", command })
  const declared = declaredVersion(input.right)
  if (E.isLeft(declared)) return declared
  const version = versionFor(command, declared.right ?? unnamedVersion)
  if (E.isLeft(version)) return version
  return E.right({
    command,
    environment: environment.right,
    version: version.right,
    network: network.right,
    input: input.right,
  })
}

export const explainNameError = (error: NameError): Explanation =>
  error._tag === "MissingNetworkName"
    ? { msg: "missing network name" }
    : { msg: "invalid characters found in network name", details: error.name }

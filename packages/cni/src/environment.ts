/** What the runtime says in environment variables: which container, which interface. */
import { isIdentifier } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import { isCommand, requiredVariables } from "./command.js"
import type { Explanation } from "./explanation.js"
import type { Io } from "./io.js"

export interface Environment {
  /** Empty, like the others, where the runtime does not say. */
  readonly containerId: string
  readonly netns: string
  readonly ifname: string
  readonly args: string
  /** The container may share the network namespace of the plugin. */
  readonly netnsOverride: boolean
}

export type EnvironmentError =
  | { readonly _tag: "MissingVariables"; readonly names: readonly string[] }
  | { readonly _tag: "BadContainerId"; readonly containerId: string }
  | { readonly _tag: "LongInterfaceName" }
  | { readonly _tag: "DotInterfaceName" }
  | { readonly _tag: "BadInterfaceName" }

/** The kernel's IFNAMSIZ without the closing zero. */
const longestInterfaceName = 15

const oddNameProblem = (name: string): EnvironmentError | undefined => {
  if (new TextEncoder().encode(name).length > longestInterfaceName)
    return { _tag: "LongInterfaceName" }
  if (name === "." || name === "..") return { _tag: "DotInterfaceName" }
  return /[/:\s\u0085]/.test(name) ? { _tag: "BadInterfaceName" } : undefined
}

const interfaceNameProblem = (name: string): EnvironmentError | undefined => {
  if (!isIdentifier(name)) return oddNameProblem(name)
  // A byte a character, and nothing in it that is forbidden.
  return name.length > longestInterfaceName ? { _tag: "LongInterfaceName" } : undefined
}

const problemOf = (variable: string, value: string): EnvironmentError | undefined => {
  if (variable === "CNI_IFNAME") return interfaceNameProblem(value)
  return variable === "CNI_CONTAINERID" && !isIdentifier(value)
    ? { _tag: "BadContainerId", containerId: value }
    : undefined
}

/**
 * Reads the environment as far as the command needs it. A value that cannot be is reported
 * before one that is missing, as Go's plugins do.
 *
 * @example
 * readEnvironment("STATUS", { CNI_PATH: "/opt/cni/bin" })
 */
export const readEnvironment = (
  command: string,
  env: Io["env"],
): Either<EnvironmentError, Environment> => {
  const names = isCommand(command) ? requiredVariables[command] : []
  const missing: string[] = []
  for (const name of names) {
    const value = env[name] ?? ""
    const problem = value === "" ? undefined : problemOf(name, value)
    if (problem !== undefined) return left(problem)
    if (value === "") missing.push(name)
  }
  if (missing.length > 0) return left({ _tag: "MissingVariables", names: missing })
  const { CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME, CNI_ARGS, CNI_NETNS_OVERRIDE = "" } = env
  return right({
    containerId: CNI_CONTAINERID ?? "",
    netns: CNI_NETNS ?? "",
    ifname: CNI_IFNAME ?? "",
    args: CNI_ARGS ?? "",
    netnsOverride: CNI_NETNS_OVERRIDE === "1" || CNI_NETNS_OVERRIDE.toLowerCase() === "true",
  })
}

export const explainEnvironmentError = (error: EnvironmentError): Explanation => {
  switch (error._tag) {
    case "MissingVariables":
      return { msg: `required env variables [${error.names.join(",")}] missing` }
    case "BadContainerId":
      return { msg: "invalid characters in containerID", details: error.containerId }
    case "LongInterfaceName":
      return {
        msg: "interface name is too long",
        details: `interface name should be less than ${longestInterfaceName + 1} characters`,
      }
    case "DotInterfaceName":
      return { msg: "interface name is . or .." }
    case "BadInterfaceName":
      return { msg: "interface name contains / or : or whitespace characters" }
  }
}

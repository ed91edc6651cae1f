/** The error that a runtime reads on standard output (CNI 1.1.0, "Error"). */
import type { CniVersion } from "./cni-version.js"
import { errorCode } from "./error-code.js"
import { explainPluginError } from "./explain-plugin-error.js"
import type { PluginError } from "./plugin-error.js"

export interface ErrorObject {
  readonly cniVersion: CniVersion
  readonly code: number
  readonly msg: string
  readonly details?: string
}

/** What a configuration of megabytes says wrong is not repeated in full. */
const longestText = 1000

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text

/**
 * @example
 * errorObject("1.1.0", { _tag: "MissingNetworkName" })
 * // { cniVersion: "1.1.0", code: 7, msg: "missing network name" }
 */
export const errorObject = (cniVersion: CniVersion, error: PluginError): ErrorObject => {
  const { msg, details } = explainPluginError(error)
  return {
    cniVersion,
    code: errorCode(error),
    msg: cut(msg),
    ...(details !== undefined && { details: cut(details) }),
  }
}

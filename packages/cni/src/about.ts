import { supportedVersions } from "./cni-version.js"
import type { AnyPlugin } from "./plugin.js"

/** What somebody reads who runs the plugin by hand. */
export const about = ({ name, version }: AnyPlugin): string =>
  `${name} ${version}, a CNI plugin that leases IP addresses\n` +
  `It speaks the CNI versions ${supportedVersions.join(", ")}\n`

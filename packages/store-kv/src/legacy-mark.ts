/**
 * What a node has found when it looked for leases of plugins of old: when, and of which containers.
 *
 * It is believed for a day: an old plugin is replaced node by node, and none makes leases for the
 * containers of a node that has been converted, unless that node goes back to it.
 */
import { scannedKey } from "./index-keys.js"
import { segmentOf } from "./key-segment.js"
import type { Kit } from "./kit.js"

const lastsMs = 24 * 60 * 60 * 1000
/** More containers than these are not listed, for every command reads the list. */
const mostListed = 2000
const tooMany = "*"

/** FNV-1a, 32 bits: two containers of one fingerprint cost a look at all leases. */
const fingerprint = (containerId: string): string => {
  let hash = 0x811c9dc5
  for (let index = 0; index < containerId.length; index++)
    hash = Math.imul(hash ^ containerId.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(36)
}

/** `undefined` where one must look every time: for a node without a name, or among other programs. */
export const markKey = ({ layout, node }: Kit, network: string): string | undefined => {
  if (layout.isMixed === true) return undefined
  const segment = segmentOf("node", node)
  return segment._tag === "Left" ? undefined : scannedKey(layout, network, segment.right)
}

/** @param containers those that hold leases of an old plugin. */
export const formatMark = (containers: readonly string[]): string => {
  const listed = new Set(containers.map(fingerprint))
  return [Date.now(), ...(listed.size > mostListed ? [tooMany] : listed)].join(" ")
}

/** Whether the container may hold such leases: `unknown` where there are too many to say. */
export type Suspicion = "no" | "perhaps" | "unknown"

export const suspicionOf = (mark: string | undefined, containerId: string): Suspicion => {
  const [at, ...listed] = mark?.split(" ") ?? []
  if (!(Date.now() - Number(at) < lastsMs)) return "perhaps"
  if (listed.includes(tooMany)) return "unknown"
  return listed.includes(fingerprint(containerId)) ? "perhaps" : "no"
}

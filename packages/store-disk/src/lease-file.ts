/**
 * The content of host-local's lease files: `<container id>\r\n<interface>`, and nothing but the
 * container id in files of plugin versions before 0.7.
 */

import type { Owner } from "@cni-ipam/core"
import { isIdentifier } from "@cni-ipam/core"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import { bytesOf, textOf } from "./text.js"

const lineBreak = "\r\n"
/** No variable of an environment is longer, and so no container id that a plugin is told. */
export const longestLeaseFile = 2 ** 17
const longestOwner = 1024

/** Control characters come from torn writes, not from plugins; a lone surrogate is no text. */
const isClean = (text: string): boolean => text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text)

/** Most are identifiers, which are told without a pattern: its first match is dear. */
const isWritable = (text: string): boolean => isIdentifier(text) || (text !== "" && isClean(text))

/** Whether the owner can be written to a lease file and read back. */
export const canBeWritten = ({ containerId, ifname }: Owner): boolean =>
  isWritable(containerId) &&
  (ifname === "" || isWritable(ifname)) &&
  containerId.length + ifname.length < longestOwner

export const formatLeaseFile = ({ containerId, ifname }: Owner): Uint8Array =>
  bytesOf(ifname === "" ? containerId : `${containerId}${lineBreak}${ifname}`)

/**
 * What the Go plugin takes: of an id it wants no more than that it is an identifier, of an interface
 * that it is no path and has no space. Bytes that are no text are read as a runtime's would be.
 */
const mayBeGo = ({ containerId, ifname }: Owner): boolean =>
  isIdentifier(containerId) && !/[\s\0]/u.test(ifname)

/** `none` for what no plugin writes: empty files, and torn ones. */
export const parseLeaseFile = (content: Uint8Array): Option<Owner> => {
  if (content.length > longestLeaseFile) return none
  const [containerId = "", ifname = "", ...more] = textOf(content).trim().split(lineBreak)
  const owner = { containerId, ifname }
  return more.length === 0 && (canBeWritten(owner) || mayBeGo(owner)) ? some(owner) : none
}

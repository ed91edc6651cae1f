/**
 * The content of host-local's lease files: `<container id>\r\n<interface>`, and nothing but the
 * container id in files of plugin versions before 0.7.
 */

import type { Owner } from "@cni-ipam/core"
import { isIdentifier } from "@cni-ipam/core"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import { bytesOf } from "./text.js"

const lineBreak = "\r\n"
/** Far beyond any container id and interface name. */
export const longestLeaseFile = 4096

/** Control characters come from torn writes, not from plugins; a lone surrogate is no text. */
const isClean = (text: string): boolean => text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text)

/** Most are identifiers, which are told without a pattern: its first match is dear. */
const isWritable = (text: string): boolean => isIdentifier(text) || (text !== "" && isClean(text))

const decoder = new TextDecoder("utf-8", { fatal: true })

const textOf = (content: Uint8Array): string | undefined => {
  try {
    return decoder.decode(content)
  } catch {
    return undefined
  }
}

/** Whether the owner can be written to a lease file and read back. */
export const canBeWritten = ({ containerId, ifname }: Owner): boolean =>
  isWritable(containerId) &&
  (ifname === "" || isWritable(ifname)) &&
  containerId.length + ifname.length < longestLeaseFile / 4

export const formatLeaseFile = ({ containerId, ifname }: Owner): Uint8Array =>
  bytesOf(ifname === "" ? containerId : `${containerId}${lineBreak}${ifname}`)

/** `none` for what no plugin writes: empty files, torn ones, bytes that are no text. */
export const parseLeaseFile = (content: Uint8Array): Option<Owner> => {
  const text = content.length > longestLeaseFile ? undefined : textOf(content)
  const [containerId = "", ifname = "", ...more] = text?.trim().split(lineBreak) ?? []
  const owner = { containerId, ifname }
  return text !== undefined && more.length === 0 && canBeWritten(owner) ? some(owner) : none
}

/** What is recorded of a holder, made of what a caller says of it: of JavaScript it may be anything. */
import type { LeaseDetails } from "./lease.js"

type Recorded = { -readonly [Field in keyof LeaseDetails]: LeaseDetails[Field] }

/** Whole milliseconds: stores write no others. What is no time counts as not said. */
const wholeTime = (time: number | undefined): number => {
  const rounded = time === undefined ? Number.NaN : Math.round(time)
  return Number.isSafeInteger(rounded) ? rounded : Date.now()
}

/**
 * @returns a record without fields that are not there. Default: now, on an unnamed node.
 *
 * @example
 * recordedDetails({ node: "n1", allocatedAt: 7.4 }) // { node: "n1", allocatedAt: 7 }
 */
export const recordedDetails = (details: Partial<LeaseDetails> | undefined): LeaseDetails => {
  // A program with a memory store spends some per cent of its time on spreads.
  if (details === undefined) return { node: "", allocatedAt: Date.now() }
  const { node = "", allocatedAt, mac, podNamespace, podName } = details
  const recorded: Recorded = { node, allocatedAt: wholeTime(allocatedAt) }
  if (mac !== undefined) recorded.mac = mac
  if (podNamespace !== undefined) recorded.podNamespace = podNamespace
  if (podName !== undefined) recorded.podName = podName
  return recorded
}

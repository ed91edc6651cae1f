/**
 * What it means that the two programs agree on a call.
 *
 * A success prints the same bytes. A failure is a failure of both; its text is the same where
 * ours keeps Go's texts, and other where Go's speaks of its own insides.
 */
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { parseObject } from "./json.js"
import type { Both } from "./twins.js"

export interface Answer {
  readonly succeeds: boolean
  /** What it prints, or why it fails. */
  readonly says: string
}

/** Go's texts that ours says in other words, which tell the field and what it must be. */
const reworded: readonly RegExp[] = [
  /^json: cannot unmarshal /,
  /^error unmarshall network config: /,
  /^decoding version from network config: /,
  /^failed to convert (major|minor|micro) version part /,
  /^invalid version ".*": too many parts$/,
  /^cannot understand ip: /,
  /^invalid CIDR address: $/,
  /^invalid range set \d+: (empty range set|IP <nil> not v4 nor v6|IPNet IP and Mask version mismatch)$/,
  /^invalid range set \d+: Range(Start|End) .* not in network /,
  /^(open|read|mkdir) /,
  /^host-local: Failed to find address added by container /,
  /^CNI version {2}does not support more than 1 address per family$/,
  / has been allocated to .*, duplicate allocation is not allowed$/,
]

/** Go tells of the first range set that fails; ours does not begin with sets that must fail. */
const failedAllocation = /^failed to allocate /

/** What Go lets pass and ours refuses: each has a test in differences.test.ts. */
const closedHoles: readonly RegExp[] = [
  /: RangeStart .* is behind RangeEnd /,
  /^ipam\.routes\[\d+\] must be an object, found null$/,
  /^ipam\.routes\[\d+\]\.dst must be a subnet in CIDR notation, found nothing$/,
]

/** What Go refuses and ours lets pass: as above. */
const opened: readonly RegExp[] = [/^invalid CIDR address: $/]

/** The exit code of a Go program that panicked, which is no answer at all. */
const panicked = 2

/** Ours may say where before what, and who holds the address after it. */
const saysTheSame = (go: string, ours: string): boolean =>
  ours === go ||
  ours.endsWith(`: ${go}`) ||
  ours.startsWith(`${go}; it is held by `) ||
  reworded.some((text) => text.test(go)) ||
  (failedAllocation.test(go) && failedAllocation.test(ours))

const answerOf = ({ exit, stdout }: PluginOutcome): Answer => {
  if (exit === 0) return { succeeds: true, says: stdout }
  const { msg, details } = parseObject(stdout)
  return { succeeds: false, says: details === undefined ? `${msg}` : `${msg}; ${details}` }
}

/** @returns two answers that are equal if the programs agree. */
export const answersOf = (outcomes: Both<PluginOutcome>): Both<Answer> => {
  const [go, ours] = [answerOf(outcomes.go), answerOf(outcomes.ours)]
  const bothFail = !go.succeeds && !ours.succeeds
  const same = outcomes.go.exit === panicked || saysTheSame(go.says, ours.says)
  return { go: bothFail && same ? ours : go, ours }
}

/** Whether ours is not meant to agree, at least as far as to the next thing that is wrong. */
export const mayDiffer = ({ go, ours }: Both<Answer>): boolean =>
  ours.succeeds
    ? opened.some((text) => text.test(go.says))
    : closedHoles.some((text) => text.test(ours.says))

/**
 * What it means that the two programs agree on a call.
 *
 * A success prints the same bytes. A failure is a failure of both; its text is the same where
 * ours keeps Go's texts, and other where Go's speaks of its own insides.
 */
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { parseObject } from "./json.js"
import type { Both } from "./twins.js"

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

/** A panic of Go's, which is no answer at all. */
const crashed = 2

const messageOf = ({ stdout }: PluginOutcome): string => {
  const { msg, details } = parseObject(stdout)
  return details === undefined ? `${msg}` : `${msg}; ${details}`
}

/** Ours may say where before what, and who holds the address after it. */
const saysTheSame = (go: string, ours: string): boolean =>
  ours === go ||
  ours.endsWith(`: ${go}`) ||
  ours.startsWith(`${go}; it is held by `) ||
  reworded.some((text) => text.test(go)) ||
  (failedAllocation.test(go) && failedAllocation.test(ours))

export interface Answer {
  readonly succeeds: boolean
  /** What it prints, or why it fails. */
  readonly says: string
}

/** @returns two answers that are equal if the programs agree. */
export const answersOf = ({ go, ours }: Both<PluginOutcome>): Both<Answer> => {
  if (go.exit === 0 || ours.exit === 0) return { go: plain(go), ours: plain(ours) }
  const [theirs, own] = [plain(go), plain(ours)]
  const same = go.exit === crashed || saysTheSame(theirs.says, own.says)
  return { go: same ? own : theirs, ours: own }
}

const plain = (outcome: PluginOutcome): Answer =>
  outcome.exit === 0
    ? { succeeds: true, says: outcome.stdout }
    : { succeeds: false, says: messageOf(outcome) }

/** What a delegate had against it, and the one error that several of them become. */
import type { Reported } from "@cni-ipam/cni"

export interface DelegateFailure {
  readonly delegate: string
  /** The delegate's own, where it gave one. */
  readonly code: number
  readonly msg: string
  readonly details: string
}

/** CNI 1.1.0, "Error": an input or output that failed. */
export const ioFailure = 5

/** A talkative delegate must not leave the others no room in an error. */
const longestSentence = 300

const cut = (text: string): string =>
  text.length > longestSentence ? `${text.slice(0, longestSentence)}…` : text

const sentenceOf = ({ delegate, code, msg, details }: DelegateFailure): string =>
  cut(`${delegate}: code ${code}: ${msg}${details === "" ? "" : ` (${details})`}`)

/**
 * The first one gives its number, on which a runtime may act: 11 for "try again", 50 for "not now".
 *
 * @param undoing what failed while things were put back; it did not cause the error
 */
export const reportFailures = (
  failures: readonly [DelegateFailure, ...DelegateFailure[]],
  undoing: readonly DelegateFailure[] = [],
): Reported => {
  const [first] = failures
  const names = failures.map(({ delegate }) => delegate).join(", ")
  return {
    _tag: "Reported",
    code: first.code,
    msg:
      failures.length === 1
        ? `delegate ${names} failed: ${cut(first.msg)}`
        : `delegates ${names} failed: ${cut(first.msg)}`,
    details: [
      ...failures.map(sentenceOf),
      ...undoing.map((failure) => `while rolling back, ${sentenceOf(failure)}`),
    ].join("; "),
  }
}

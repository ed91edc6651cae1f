/** What must hold after a command in which something went wrong half-way. */
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { type Answer, answerOf } from "./answer.js"
import { indexDifferences, unfinishedFiles } from "./index-differences.js"
import { heldBy, type Leases, readLeases, without } from "./lease-files.js"
import { type Place, type Scenario, subject } from "./scenarios.js"

const show = (value: unknown): string => JSON.stringify(value)

const difference = (what: string, found: Leases, expected: Leases): readonly string[] => {
  const [a, b] = [found, expected].map((leases) => show([...leases].sort()))
  return a === b ? [] : [`${what}: the leases are ${a}, and should be ${b}`]
}

/** An ADD may have happened as a whole or not at all; what DEL and GC left may still be there. */
const isPossible = (
  { command }: Scenario,
  held: readonly string[],
  before: readonly string[],
): boolean => {
  if (command === "ADD") return held.length === 0 || held.length === 2
  if (command === "CHECK") return show(held) === show(before)
  return held.every((address) => before.includes(address))
}

/** What the plugin said must be what it did; an error must be one that tells of the disk. */
const answerProblems = (
  scenario: Scenario,
  answer: Answer,
  held: readonly string[],
): readonly string[] => {
  const isTrue = (): boolean => {
    switch (answer.is) {
      case "killed":
        return true
      case "error":
        return answer.code === 5 || answer.code === 11
      case "leased":
        return scenario.command === "ADD" && show([...answer.addresses].sort()) === show(held)
      case "done":
        return scenario.command === "CHECK" || held.length === 0
      case "garbage":
        return false
    }
  }
  return isTrue() ? [] : [`it answered ${show(answer)}, and the container holds ${show(held)}`]
}

const expectAnswer = async (
  what: string,
  expected: Answer["is"],
  outcome: Promise<PluginOutcome>,
): Promise<readonly string[]> => {
  const answer = answerOf(await outcome)
  return answer.is === expected ? [] : [`${what} answers ${show(answer)}`]
}

const labelled = (what: string, problems: readonly string[]): readonly string[] =>
  problems.map((problem) => `${what}: ${problem}`)

/** The runtime cleans up and starts the container anew; all of that must work. */
const recoveryProblems = async (
  { network, ours }: Place,
  others: Leases,
): Promise<readonly string[]> => {
  const deleted = await expectAnswer("DEL", "done", ours("DEL", subject))
  const afterDel = difference("after DEL", await readLeases(network), others)
  const answer = answerOf(await ours("ADD", subject))
  const given = answer.is === "leased" ? answer.addresses : []
  const expected = new Map([...others, ...given.map((one) => [one, `${subject} eth0`] as const)])
  return [
    ...deleted,
    ...afterDel,
    ...(given.length === 2 ? [] : [`ADD answers ${show(answer)}`]),
    ...difference("after ADD", await readLeases(network), expected),
    ...labelled("after ADD", await indexDifferences(network)),
    ...labelled("after ADD there still is", await unfinishedFiles(network)),
  ]
}

/**
 * Carries on after a command that was disturbed, with commands that are not.
 *
 * @param before what was leased before that command.
 * @returns one sentence for each thing that is wrong.
 */
export const problemsAfter = async (
  scenario: Scenario,
  before: Leases,
  place: Place,
  outcome: PluginOutcome,
): Promise<readonly string[]> => {
  const { network, ours } = place
  const others = without(before, subject)
  const [survivor] = scenario.survivors
  const next = survivor === undefined ? ours("STATUS", subject) : ours("CHECK", survivor)
  const nextProblems = await expectAnswer("the next command", "done", next)
  const leases = await readLeases(network)
  const held = heldBy(leases, subject)
  return [
    ...nextProblems,
    ...answerProblems(scenario, answerOf(outcome), held),
    ...(isPossible(scenario, held, heldBy(before, subject))
      ? []
      : [`after the next command the container holds ${show(held)}`]),
    ...difference("beside it", without(leases, subject), others),
    ...labelled("after the next command", await indexDifferences(network)),
    ...(await recoveryProblems(place, others)),
  ]
}

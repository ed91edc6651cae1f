/** Plays a history on both programs and expects them to agree after each step. */
import { expect } from "vitest"
import { answersOf, mayDiffer } from "./agreement.js"
import type { Scenario, Step } from "./arbitrary-scenario.js"
import { isObject } from "./json.js"
import type { TwinCall, Twins } from "./twins.js"

const argsOf = ({ args, wish }: Step): string | undefined => {
  const asked = wish?.in === "CNI_ARGS" ? wish.ips.slice(0, 1).map((ip) => `IP=${ip}`) : []
  const pairs = [...asked, ...(args ? [args] : [])]
  return args === undefined && pairs.length === 0 ? undefined : pairs.join(";")
}

const configOf = ({ network }: Scenario, { wish }: Step): unknown => {
  const { runtimeConfig } = network
  if (wish?.in === "args") return { ...network, args: { cni: { ips: wish.ips } } }
  if (wish?.in === "runtimeConfig" && isObject(runtimeConfig))
    return { ...network, runtimeConfig: { ...runtimeConfig, ips: wish.ips } }
  return network
}

const callOf = (scenario: Scenario, step: Step): TwinCall => ({
  command: step.command,
  containerId: step.containerId,
  ifname: step.ifname,
  args: argsOf(step),
  config: configOf(scenario, step),
})

/**
 * Runs one call on both.
 *
 * An ADD that fails half-way leaves other traces in Go's directory than in ours, which leaves
 * none: then the files are as they were, and Go goes on with ours.
 */
export const expectAgreement = async (twins: Twins, call: TwinCall): Promise<void> => {
  const before = await twins.files()
  const answers = answersOf(await twins.run(call))
  if (mayDiffer(answers)) return twins.adopt()
  expect(answers.ours, `answer to ${JSON.stringify(call)}`).toEqual(answers.go)
  const after = await twins.files()
  if (answers.ours.succeeds || call.command !== "ADD") {
    expect(after.ours, `files after ${JSON.stringify(call)}`).toEqual(after.go)
  } else {
    expect(after.ours, `files after the failure of ${JSON.stringify(call)}`).toEqual(before.ours)
    await twins.adopt()
  }
}

/** @param files by name, below the directory of the network `lan`; none for no directory. */
export const prepare = async (
  twins: Twins,
  files: Readonly<Record<string, string>>,
  resolvConf: string,
): Promise<void> => {
  await twins.share("resolv.conf", resolvConf)
  const names = Object.keys(files)
  for (const [name, content] of Object.entries(names.length > 0 ? { lock: "", ...files } : {}))
    await twins.write(`lan/${name}`, content)
}

export const play = async (twins: Twins, scenario: Scenario): Promise<void> => {
  await prepare(twins, scenario.files, scenario.resolvConf)
  for (const step of scenario.steps) await expectAgreement(twins, callOf(scenario, step))
}

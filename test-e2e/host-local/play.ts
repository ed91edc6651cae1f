/** Plays a history on both programs and expects them to agree after each step. */
import { expect } from "vitest"
import { answersOf } from "./agreement.js"
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
  expect(answers.ours, `answer to ${JSON.stringify(call)}`).toEqual(answers.go)
  const key = `${call.command} ${answers.ours.succeeds} ${answers.ours.succeeds ? '' : answers.ours.says.replace(/[0-9a-f]*[:.][0-9a-f:.]+/g,'IP').slice(0,60)}`; tally.set(key,(tally.get(key)??0)+1)
  const after = await twins.files()
  if (answers.ours.succeeds || call.command !== "ADD") {
    expect(after.ours, `files after ${JSON.stringify(call)}`).toEqual(after.go)
  } else {
    expect(after.ours, `files after the failure of ${JSON.stringify(call)}`).toEqual(before.ours)
    await twins.adopt()
  }
}

export const play = async (twins: Twins, scenario: Scenario): Promise<void> => {
  await twins.share("resolv.conf", scenario.resolvConf)
  for (const [name, content] of Object.entries({ lock: "", ...scenario.files }))
    await twins.write(`lan/${name}`, content)
  for (const step of scenario.steps) await expectAgreement(twins, callOf(scenario, step))
}

export const tally = new Map<string, number>()

/** Asks both programs, and puts their answers into few words. */
import type { PluginOutcome } from "../../plugin/run-plugin.js"
import { parseObject } from "../json.js"
import { addressesIn } from "../result.js"
import type { Both, TwinCall, Twins } from "../twins.js"

/** The error object, the addresses of a result of 0.3.0 or later, or the text. */
export const told = (outcome: PluginOutcome): unknown =>
  outcome.exit === 0 ? (addressesIn(outcome) ?? outcome.stdout) : parseObject(outcome.stdout)

export const ask = async (twins: Twins, call: TwinCall): Promise<Both<unknown>> => {
  const { go, ours } = await twins.run(call)
  return { go: told(go), ours: told(ours) }
}

/** What Go's plugin makes of every error of its own. */
export const goError = (msg: string) => ({ code: 999, msg })

export const error = (code: number, msg: string) => ({ cniVersion: "1.0.0", code, msg })

/** Asks both programs, and puts their answers into few words. */
import type { PluginOutcome } from "../../plugin/run-plugin.js"
import { parseObject } from "../json.js"
import type { Both, TwinCall, Twins } from "../twins.js"

/** The error object, the addresses of a result of 0.3.0 or later, or the text. */
export const told = ({ exit, stdout }: PluginOutcome): unknown => {
  if (exit !== 0) return parseObject(stdout)
  const { ips } = parseObject(stdout)
  return Array.isArray(ips) ? ips.map(({ address }) => address) : stdout
}

export const ask = async (twins: Twins, call: TwinCall): Promise<Both<unknown>> => {
  const { go, ours } = await twins.run(call)
  return { go: told(go), ours: told(ours) }
}

/** What Go's plugin makes of every error of its own. */
export const goError = (msg: string) => ({ code: 999, msg })

export const error = (code: number, msg: string) => ({ cniVersion: "1.0.0", code, msg })

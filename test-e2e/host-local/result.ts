/** Results as a runtime reads them. */
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { isObject, parseObject } from "./json.js"

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const addressOf = (ip: unknown): string => {
  const { address } = isObject(ip) ? ip : {}
  return `${address}`
}

/** With their prefix lengths; `undefined` for what is no result of 0.3.0 or later. */
export const addressesIn = ({ stdout }: PluginOutcome): readonly string[] | undefined => {
  const { ips } = parseObject(stdout)
  return isList(ips) ? ips.map(addressOf) : undefined
}

/** The only address that ADD gave, or why it gave none. */
export const given = (outcome: PluginOutcome): string => {
  const { msg } = parseObject(outcome.stdout)
  return outcome.exit === 0 ? `${addressesIn(outcome)}` : `${msg}`
}

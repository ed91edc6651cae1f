/** What a runtime understands of a plugin's end: its exit code and what it printed. */
import type { PluginOutcome } from "../plugin/run-plugin.js"

export type Answer =
  | { readonly is: "leased"; readonly addresses: readonly string[] }
  /** Success without a word, as after DEL. */
  | { readonly is: "done" }
  | {
      readonly is: "error"
      readonly code: number
      readonly msg: string
      readonly details: string
      readonly cniVersion: string
    }
  | { readonly is: "killed" }
  /** Nothing that the protocol knows. */
  | { readonly is: "garbage"; readonly outcome: PluginOutcome }

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const addressIn = (item: unknown): readonly string[] => {
  const { address } = isObject(item) ? item : {}
  return typeof address === "string" ? [address.replace(/\/\d+$/, "")] : []
}

const leased = (text: string): Answer | undefined => {
  const { ips } = parseObject(text) ?? {}
  return Array.isArray(ips) ? { is: "leased", addresses: ips.flatMap(addressIn) } : undefined
}

const failed = (text: string): Answer | undefined => {
  const { code, msg, details = "", cniVersion } = parseObject(text) ?? {}
  return typeof code === "number" &&
    typeof msg === "string" &&
    typeof details === "string" &&
    typeof cniVersion === "string"
    ? { is: "error", code, msg, details, cniVersion }
    : undefined
}

/** @example answerOf(await call("DEL", "c1")) // { is: "done" } */
export const answerOf = (outcome: PluginOutcome): Answer => {
  const { exit, stdout } = outcome
  if (typeof exit === "string") return { is: "killed" }
  if (exit === 0 && stdout === "") return { is: "done" }
  const understood = exit === 0 ? leased(stdout) : exit === 1 ? failed(stdout) : undefined
  return understood ?? { is: "garbage", outcome }
}

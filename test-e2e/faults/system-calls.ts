/** The system calls with which a plugin touches the data directory: listed, failed, interrupted. */
import { readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { tool } from "../tools/debian.js"
import type { CallDetails, TestNetwork } from "./test-network.js"

export interface SystemCall {
  readonly name: string
  /** The how manyth of this name, from 1: what strace counts, if it looks at the same paths. */
  readonly nth: number
  /** For messages, with paths relative to the data directory. */
  readonly text: string
}

export interface Trace {
  readonly calls: readonly SystemCall[]
  /** All paths in them, relative to the data directory. */
  readonly paths: readonly string[]
}

/** Runs a plugin in the way of `callsOf`, through a program. */
export type RunThrough = (details: CallDetails) => Promise<PluginOutcome>

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Of a call that is interrupted by another thread's, strace prints the arguments first. */
const entered = /^\d+ +(\w+)\((.*)$/

const isOn = (dataDir: string): ((line: string) => boolean) => {
  const pattern = new RegExp(`["<]${literally(dataDir)}[/">]`)
  return (line) => pattern.test(line)
}

const pathsIn = (dataDir: string, line: string): readonly string[] =>
  [...line.matchAll(new RegExp(`(?<=["<])${literally(dataDir)}(?:/[^">]*)?(?=[">])`, "g"))].map(
    ([path]) => relative(dataDir, path),
  )

const parseTrace = (dataDir: string, text: string): Trace => {
  const lines = text.split("\n").filter(isOn(dataDir))
  const counts = new Map<string, number>()
  const calls = lines.flatMap((line): readonly SystemCall[] => {
    const [, name, rest = ""] = entered.exec(line) ?? []
    if (name === undefined) return []
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    return [{ name, nth, text: `${name}(${rest}`.replaceAll(dataDir, "DATA") }]
  })
  return { calls, paths: [...new Set(lines.flatMap((line) => pathsIn(dataDir, line)))] }
}

const straced = async (output: string, ...options: readonly string[]): Promise<CallDetails> => ({
  through: [await tool("strace"), "-f", "-y", "-s", "0", "-o", output, ...options],
})

/** Runs the plugin and lists what it did to the data directory. */
export const traceCalls = async (
  network: TestNetwork,
  folder: string,
  run: RunThrough,
): Promise<Trace> => {
  const output = join(folder, "trace")
  await run(await straced(output, "-e", "trace=%file,%desc"))
  return parseTrace(network.dataDir, await readFile(output, "utf8"))
}

/** `signal=KILL` before the call is carried out, or `error=EIO` instead of it. */
export type Fault = `signal=${string}` | `error=${string}`

/**
 * Runs the plugin and lets one of its calls fail, as strace's `inject` does. Throws if it does not
 * come to that: then the run was not like the one that was traced.
 */
export const runWithFault = async (
  network: TestNetwork,
  { paths }: Pick<Trace, "paths">,
  call: SystemCall,
  fault: Fault,
  folder: string,
  run: RunThrough,
): Promise<PluginOutcome> => {
  const output = join(folder, "trace")
  const outcome = await run(
    await straced(
      output,
      ...paths.flatMap((path) => ["-P", join(network.dataDir, path)]),
      ...["-e", `trace=${call.name}`, "-e", `inject=${call.name}:${fault}:when=${call.nth}`],
    ),
  )
  const wasHit = fault.startsWith("signal")
    ? outcome.exit === "SIGKILL"
    : (await readFile(output, "utf8")).includes("(INJECTED)")
  if (!wasHit) throw new Error(`the plugin never came to ${call.text}`)
  return outcome
}

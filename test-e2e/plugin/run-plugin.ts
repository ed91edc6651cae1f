/** Runs a plugin's executable the way a container runtime does: environment, stdin, two streams. */
import { spawn } from "node:child_process"
import { dirname } from "node:path"
import { text } from "node:stream/consumers"

/** One call of a plugin. Nothing of this process's own environment is passed on. */
export interface PluginCall {
  readonly path: string
  readonly command: string
  /** Without it, CNI_CONTAINERID is not set: VERSION, STATUS and GC name no container. */
  readonly containerId?: string | undefined
  /** `eth0` unless said otherwise. */
  readonly ifname?: string | undefined
  /** A network namespace that does not exist, unless said otherwise. */
  readonly netns?: string | undefined
  /** CNI_ARGS. */
  readonly args?: string | undefined
  /** Goes to stdin: a text as it stands, anything else as JSON, nothing as an empty input. */
  readonly config?: unknown
  /** More variables, or other values for those above; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** A program and its arguments that are to run the plugin, such as `ip netns exec x`. */
  readonly through?: readonly string[]
  /** The working directory: the tests' own unless said otherwise. */
  readonly cwd?: string
  /** In milliseconds, after which the plugin is killed: two minutes unless said otherwise. */
  readonly timeout?: number
}

export interface PluginOutcome {
  /** The exit code, or the signal that ended the process. */
  readonly exit: number | NodeJS.Signals
  readonly stdout: string
  readonly stderr: string
}

const environment = (call: PluginCall) => ({
  CNI_COMMAND: call.command,
  CNI_CONTAINERID: call.containerId,
  CNI_IFNAME: call.ifname ?? "eth0",
  CNI_NETNS: call.netns ?? "/var/run/netns/of-no-container",
  CNI_ARGS: call.args,
  CNI_PATH: dirname(call.path),
  ...call.env,
})

const input = (config: unknown): string => {
  if (typeof config === "string") return config
  return config === undefined ? "" : JSON.stringify(config)
}

/**
 * Resolves however the plugin ends; rejects when it cannot be started.
 *
 * @example
 * const { exit, stdout } = await runPlugin({ path, command: "ADD", containerId: "c1", config })
 */
export const runPlugin = async (call: PluginCall): Promise<PluginOutcome> => {
  const [program = call.path, ...args] = [...(call.through ?? []), call.path]
  const timeout = call.timeout ?? 120_000
  const { cwd } = call
  const env = environment(call)
  const child = spawn(program, args, { env, cwd, timeout, killSignal: "SIGKILL" })
  // A plugin may be done before it has read its configuration.
  child.stdin.on("error", () => {})
  child.stdin.end(input(call.config))
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code, signal) => resolve(code ?? signal ?? "SIGKILL"))
  })
  const [exit, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { exit, stdout, stderr }
}

/** A network whose plugin is called as a runtime calls it. */
import { join } from "node:path"
import { isObject, parseObject } from "../host-local/json.js"
import { type PluginCall, runPlugin } from "../plugin/run-plugin.js"

export type Fields = Readonly<Record<string, unknown>>

export interface Answer {
  readonly exit: number | NodeJS.Signals
  /** The JSON on standard output; empty for none. */
  readonly answer: Fields
  /** Everything that was printed. */
  readonly said: string
  /** Milliseconds. */
  readonly took: number
}

export type Network = (
  command: string,
  containerId?: string,
  more?: Omit<Partial<PluginCall>, "command" | "config"> & {
    /** Beside those of the network. */
    readonly fields?: Fields
    readonly ipam?: Fields
  },
) => Promise<Answer>

/** Where a configuration of the original plugin says that the server is. */
export const addressOf = (url: string): Fields => {
  const { hostname, port } = new URL(url)
  return { consul_addr: hostname, consul_port: port }
}

const asObject = (value: unknown): Fields => (isObject(value) ? value : {})

/**
 * @param bin a folder of plugins, of which the configuration's `ipam.type` names one.
 *
 * @example
 * const call = network(bin, { name: "lan", ipam: { type: "consul", subnet: "10.0.0.0/24" } })
 * const { answer } = await call("ADD", "web-1")
 */
export const network =
  (bin: string, config: Fields): Network =>
  async (command, containerId, { fields = {}, ipam = {}, ...call } = {}) => {
    const started = performance.now()
    const own = asObject(config["ipam"])
    const { exit, stdout, stderr } = await runPlugin({
      path: join(bin, `${own["type"]}`),
      command,
      containerId,
      config: { cniVersion: "1.1.0", ...config, ...fields, ipam: { ...own, ...ipam } },
      ...call,
    })
    return {
      exit,
      answer: parseObject(stdout),
      said: stdout + stderr,
      took: performance.now() - started,
    }
  }

/** The addresses in a result of any version, each with its prefix length. */
export const addressesIn = (answer: Fields): readonly string[] => {
  const { ips } = answer
  const listed = Array.isArray(ips) ? ips.map((one) => asObject(one)["address"]) : []
  const old = [answer["ip4"], answer["ip6"]].map((one) => asObject(one)["ip"])
  return [...listed, ...old].filter((one) => typeof one === "string")
}

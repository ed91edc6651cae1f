/** A dual-stack network on a server, and the calls that a runtime makes for it. */
import type { KvSubject } from "../servers/kv-subject.js"
import type { TestNetwork } from "./test-network.js"

/** How many addresses each of the two range sets has. */
export const kvNetworkSize = 125

/** Two range sets, so that every ADD has to take two addresses, or none. */
export const kvRanges = [
  [{ subnet: "10.83.0.0/25" }],
  [{ subnet: "fd83::/64", rangeStart: "fd83::2", rangeEnd: "fd83::7e" }],
]

/** @example callsOf(await builtPlugin("consul"), kvNetwork(subject, "net", [url], kvRanges)) */
export const kvNetwork = (
  { name: type, options }: KvSubject,
  name: string,
  urls: readonly string[],
  ranges: readonly unknown[],
): Pick<TestNetwork, "config"> => ({
  config: { cniVersion: "1.1.0", name, type: "bridge", ipam: { type, ...options(urls), ranges } },
})

/** Random network configurations, as a runtime hands one to every command. */
import fc from "fast-check"
import { type RangeSet, rangeSets } from "./arbitrary-ranges.js"
import type { Json, JsonObject } from "./json.js"
import { mutated } from "./mutation.js"
import { dataDir, sharedFolder } from "./twins.js"
import { weighted } from "./weighted.js"

const integer = fc.constantFrom(0, 1, -1, 1500, 2 ** 32)

const route: fc.Arbitrary<JsonObject> = fc.record(
  {
    dst: fc.constantFrom("0.0.0.0/0", "::/0", "10.5.6.7/8", "2001:DB8::1/32", "fd00::/8"),
    gw: fc.constantFrom("10.1.0.1", "FE80::1", "::ffff:10.0.0.9", ""),
    mtu: integer,
    advmss: integer,
    priority: integer,
    table: integer,
    scope: integer,
  },
  { requiredKeys: ["dst"] },
)

const options: fc.Arbitrary<JsonObject> = fc.record(
  {
    routes: fc.array(route, { maxLength: 3 }),
    resolvConf: fc.constantFrom(`${sharedFolder}/resolv.conf`, ""),
  },
  { requiredKeys: [] },
)

/** Fields of others, which the plugin must not stumble over. */
const foreign: fc.Arbitrary<JsonObject> = fc.record(
  {
    type: fc.constant("bridge"),
    capabilities: fc.constant({ ips: true, ipRanges: true }),
    dns: fc.constant({ nameservers: ["192.0.2.53"] }),
    "cni.dev/attachments": fc.constant([]),
  },
  { requiredKeys: [] },
)

const version = weighted<JsonObject>(
  [1, fc.constantFrom({}, ...["", "0.1.0", "0.2.0"].map((cniVersion) => ({ cniVersion })))],
  [
    4,
    fc
      .constantFrom("0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0")
      .map((cniVersion) => ({ cniVersion })),
  ],
)

/** Where the sets stand: the first ones with the runtime, the next as the old single range. */
const place = (sets: readonly RangeSet[], inRuntime: number, asSingle: boolean) => {
  const [first = [], ...others] = sets.slice(inRuntime)
  const [single] = asSingle && first.length === 1 ? first : []
  const ranges = single === undefined ? sets.slice(inRuntime) : others
  return {
    ipam: { ...single, ...(ranges.length > 0 && { ranges }) },
    runtimeConfig: inRuntime > 0 ? { ipRanges: sets.slice(0, inRuntime) } : {},
  }
}

export const network: fc.Arbitrary<JsonObject> = fc
  .record({
    sets: rangeSets,
    inRuntime: fc.constantFrom(0, 0, 0, 1, 2),
    asSingle: fc.boolean(),
    version,
    options,
    foreign,
  })
  .map(({ sets, inRuntime, asSingle, version, options, foreign }) => {
    const { ipam, runtimeConfig } = place(sets, inRuntime, asSingle)
    return {
      ...foreign,
      ...version,
      name: "lan",
      ipam: { type: "host-local", dataDir, ...ipam, ...options },
      runtimeConfig,
    }
  })

const request = { args: { cni: { ips: ["10.1.0.3/29", "fd00:1::3"] } } }

/** A configuration in which one thing is odd, and mostly wrong. */
export const wrongNetwork: fc.Arbitrary<Json> = mutated(
  fc
    .tuple(network, fc.constantFrom({}, request))
    .map(([config, fields]) => ({ ...config, ...fields })),
)

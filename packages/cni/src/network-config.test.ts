import { explainDecodeError } from "@cni-ipam/core"
import { left } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { RangeHabits } from "./network-config.js"
import { readNetworkConfig } from "./network-config.js"
import { config } from "./test/memory-plugin.js"

const complaint = (input: Record<string, unknown>, habits?: RangeHabits) => {
  const read = readNetworkConfig(input, habits)
  if (read._tag === "Right") return undefined
  return read.left._tag === "Decode" ? explainDecodeError(read.left) : read.left._tag
}

describe("a configuration", () => {
  it("is read whatever the case of its keys, as Go reads it", () => {
    const read = readNetworkConfig({ IPAM: { SUBNET: "10.0.0.0/24", ResolvConf: "/r" } })
    expect(read).toMatchObject({
      right: { ipam: { subnet: { prefixLength: 24 }, resolvConf: "/r" } },
    })
  })

  it("keeps the ipam object as it stands for the store", () => {
    const ipam = { dataDir: "/data", SUBNET: "10.0.0.0/24", more: { deep: [null] } }
    expect(readNetworkConfig({ ipam })).toMatchObject({ right: { rawIpam: ipam } })
  })

  it.each([
    { args: null, runtimeConfig: null },
    { args: { cni: null }, runtimeConfig: {} },
    { args: { labels: [1] }, prevResult: 5, dns: "x", plugins: {} },
  ])("does not mind %j", (fields) => {
    expect(complaint(config(fields))).toBeUndefined()
  })

  it.each([[{}], [{ ipam: null }]])("needs an ipam object, unlike %j", (input) => {
    expect(readNetworkConfig(input)).toEqual(left({ _tag: "MissingIpam" }))
  })
})

describe("an end of the range in both of its spellings", () => {
  it("is one address, however it is written", () => {
    const same = { rangeStart: "fd00::1", "range-start": "fd00:0::1", "range-end": "" }
    expect(complaint({ ipam: { ...same, rangeEnd: "fd00::9" } })).toBeUndefined()
  })

  it.each([
    [
      { rangeStart: "10.0.0.5", "range-start": "10.0.0.6" },
      "ipam.range-start: rangeStart says something else: leave one of them out",
    ],
    [
      { rangeEnd: "10.0.0.5", "RANGE-END": "10.0.0.6" },
      "ipam.range-end: rangeEnd says something else: leave one of them out",
    ],
  ])("cannot be two: %j", (ipam, message) => {
    expect(complaint({ ipam }, { takesHyphens: true })).toBe(message)
    expect(complaint({ ipam })).not.toBe(message)
  })
})

describe("a field that cannot be read", () => {
  it.each([
    [{ ipam: "x" }, 'ipam must be an object, found "x"'],
    [{ ipam: [] }, "ipam must be an object, found an array"],
    [{ ipam: { ranges: "x" } }, 'ipam.ranges must be an array of range sets, found "x"'],
    [
      { ipam: { ranges: [{ subnet: "10.0.0.0/24" }] } },
      "ipam.ranges[0] must be an array of ranges, found an object",
    ],
    [
      { ipam: { ranges: [[{ subnet: "10.0.0.0/24" }, {}]] } },
      "ipam.ranges[0][1].subnet must be a subnet in CIDR notation, found nothing",
    ],
    [{ ipam: { subnet: 5 } }, "ipam.subnet must be a subnet in CIDR notation, found 5"],
    [{ ipam: { subnet: "" } }, "ipam.subnet: invalid CIDR address: "],
    [{ ipam: { gateway: "zzz" } }, "ipam.gateway: invalid IP address: zzz"],
    [{ ipam: { exclude: ["x"] } }, "ipam.exclude[0]: invalid IP address or CIDR: x"],
    [
      { ipam: { routes: [{}] } },
      "ipam.routes[0].dst must be a subnet in CIDR notation, found nothing",
    ],
    [{ ipam: { resolvConf: 5 } }, "ipam.resolvConf must be a path, found 5"],
    [{ ipam: { store: {} } }, "ipam.store.type must be a string, found nothing"],
    [{ ipam: { node: 5 } }, "ipam.node must be a string, found 5"],
    [
      { ipam: { logLevel: "loud" } },
      "ipam.logLevel: unknown level loud; use error, warn, info, debug",
    ],
    [{ ipam: { logFile: true } }, "ipam.logFile must be a path, found true"],
    [{ ipam: { logFile: "/log\0" } }, "ipam.logFile: a path has no NUL character"],
    [{ ipam: { resolvConf: "/r\0" } }, "ipam.resolvConf: a path has no NUL character"],
    [{ args: "x" }, 'args must be an object, found "x"'],
    [{ args: { cni: { ips: [""] } } }, "args.cni.ips[0]: invalid IP address "],
    [{ args: { cni: { mac: "x" } } }, "args.cni.mac: invalid MAC address x"],
    [
      { runtimeConfig: { ips: "x" } },
      'runtimeConfig.ips must be an array of IP addresses, found "x"',
    ],
    [{ runtimeConfig: { mac: 5 } }, "runtimeConfig.mac must be a MAC address, found 5"],
    [
      { runtimeConfig: { ipRanges: [[{ subnet: "x" }]] } },
      "runtimeConfig.ipRanges[0][0].subnet: invalid CIDR address: x",
    ],
  ])("is named with its path: %j", (input, message) => {
    expect(complaint(input)).toBe(message)
  })
})

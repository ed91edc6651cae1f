import type { Lease } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { consulLayout } from "./consul-layout.js"

const layout = consulLayout("cni-ipam/")

const addressAt = (key: string): string | undefined => {
  const place = layout.leasePlace("lan", key)
  return place && formatAddress(place.address)
}

const definition = (value: unknown) =>
  layout.parseDefinition(typeof value === "string" ? value : JSON.stringify(value))

describe("the key of a lease", () => {
  it.each(["10.0.0.2", "fd00::2"])("is its address, as in %s", (text) => {
    const address = parseAddress(text)
    if (address._tag === "None") throw new Error("no address")
    const key = layout.leaseKey("lan", { rangeSet: "0", address: address.value })
    expect(key).toBe(`cni-ipam/lan/${text}`)
    expect(addressAt(key)).toBe(text)
  })

  it.each([
    "010.0.0.2",
    "FD00::2",
    "fd00:0::2",
    "::ffff:10.0.0.2",
    "10.0.0.0/24",
    "x",
    "",
    "a/10.0.0.2",
  ])("is never %j: what is written in two ways could be leased twice", (name) => {
    expect(addressAt(`cni-ipam/lan/${name}`)).toBeUndefined()
  })

  it("is not looked for at the neighbours' without a prefix", () => {
    expect(consulLayout("").networks).toBeUndefined()
    expect(consulLayout("").definitionKey("lan")).toBe("lan")
    expect(layout.networks).toBe("cni-ipam/")
  })
})

describe("a lease", () => {
  const address = parseAddress("10.0.0.2")
  if (address._tag === "None") throw new Error("no address")
  const place = { rangeSet: "", address: address.value }
  const lease: Lease = {
    network: "lan",
    rangeSet: "0",
    address: address.value,
    owner: { containerId: "web-1", ifname: "eth0" },
    node: "n1",
    allocatedAt: 7,
  }

  it("whose MAC address nobody knows has the original plugin's, which is read as none", () => {
    const text = layout.formatLease(lease)
    expect(text).toMatch(/^\{"ip":"10\.0\.0\.2","mac":"00:00:00:00:00:00","id":"web-1",/)
    expect(layout.parseLease(text, place, "lan")).toEqual({ lease, isLegacy: false })
  })

  it("keeps a MAC address that is known", () => {
    const known = { ...lease, mac: "0a:58:0a:00:00:02" }
    expect(layout.parseLease(layout.formatLease(known), place, "lan")?.lease).toEqual(known)
  })
})

describe("a definition", () => {
  const single = { gw: "10.0.0.9", net: "10.0.0.0/24", start: "10.0.0.3", end: "", routes: null }

  it.each<[what: string, text: object]>([
    ["of one range", single],
    ["of one range with holes", { ...single, exclude: ["10.0.0.7", "10.0.0.64/26"] }],
    ["of one IPv6 range", { gw: "", net: "fd00::/64", start: "", end: "", routes: null }],
    [
      "of several sets",
      {
        ranges: [[{ subnet: "10.0.0.0/24" }, { subnet: "10.1.0.0/24" }], [{ subnet: "fd00::/64" }]],
      },
    ],
    [
      "of one set of two ranges",
      { ranges: [[{ subnet: "10.0.0.0/24" }, { subnet: "10.1.0.0/24" }]] },
    ],
    [
      "of one range without a gateway",
      { ranges: [[{ subnet: "10.0.0.0/24", gateway: "none", exclude: ["10.0.0.7"] }]] },
    ],
  ])("%s comes back as it was written", (_, value) => {
    const parsed = definition(value)
    if (parsed._tag === "Left") throw new Error(parsed.left)
    expect(JSON.parse(layout.formatDefinition(parsed.right))).toEqual(value)
  })

  it("of the original plugin may have host bits", () => {
    const parsed = definition({ ...single, net: "10.0.0.1/24" })
    if (parsed._tag === "Left") throw new Error(parsed.left)
    expect(JSON.parse(layout.formatDefinition(parsed.right))).toEqual(single)
  })

  it.each([
    { rangeStart: "10.0.0.3", rangeEnd: "10.0.0.8", gateway: "10.0.0.9" },
    { "range-start": "10.0.0.3", "range-end": "10.0.0.8", gw: "10.0.0.9" },
    { start: "", "range-start": "10.0.0.3", end: "", rangeEnd: "10.0.0.8", gateway: "10.0.0.9" },
  ])("of one range is understood in the words of a configuration too: %j", (fields) => {
    const parsed = definition({ net: "10.0.0.0/24", ...fields })
    if (parsed._tag === "Left") throw new Error(parsed.left)
    expect(JSON.parse(layout.formatDefinition(parsed.right))).toEqual({
      ...single,
      end: "10.0.0.8",
    })
  })

  it.each<[unknown, RegExp]>([
    ["{", /JSON/],
    ["5", /the input must be an object/],
    [{}, /^net must be a subnet in CIDR notation, found nothing$/],
    [{ net: "10.0.0.0" }, /^net: invalid CIDR address: 10\.0\.0\.0$/],
    [{ ...single, gw: "x" }, /^gw: invalid IP address: x$/],
    [{ ...single, rangeStart: "10.0.0.4" }, /^start and rangeStart are two addresses: leave one/],
    [{ ...single, gateway: "10.0.0.8" }, /^gw and gateway are two addresses: leave one/],
    [{ ranges: [[{}]] }, /subnet must be a subnet in CIDR notation/],
  ])("that is %j is none, and it is said why", (value, reason) => {
    const parsed = definition(value)
    expect(parsed._tag === "Left" ? parsed.left : "a definition").toMatch(reason)
  })
})

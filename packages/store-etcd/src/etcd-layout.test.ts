import type { Lease } from "@cni-ipam/core"
import { address, parseAddress } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { etcdLayout } from "./etcd-layout.js"

const layout = etcdLayout("/etcd-cni/networks/")
const place = { rangeSet: "", address: address(4, 0x0a000002n) }

const keyOf = (text: string): string => {
  const parsed = parseAddress(text)
  if (parsed._tag === "None") throw new Error(text)
  return layout.leaseKey("lan", { rangeSet: "", address: parsed.value })
}

const ownerIn = (text: string) => layout.parseLease(text, place, "lan")?.lease.owner

describe("the keys of the Go plugin", () => {
  it("are ours", () => {
    expect(layout.definitionKey("lan")).toBe("/etcd-cni/networks/lan")
    expect(keyOf("10.0.0.2")).toBe("/etcd-cni/networks/lan/used/10.0.0.2")
    expect(keyOf("2001:DB8:0::2")).toBe("/etcd-cni/networks/lan/used/2001:db8::2")
  })

  it("are no leases but those of used addresses, in the one spelling", () => {
    const folder = layout.leaseFolder("lan")
    expect(layout.leasePlace("lan", `${folder}10.0.0.2`)).toEqual(place)
    for (const name of ["2001:DB8::2", "nonsense", "", "10.0.0.2/x"])
      expect(layout.leasePlace("lan", `${folder}${name}`)).toBeUndefined()
  })

  it("of ours alone begin with a dot, which no network's name does", () => {
    expect(layout.index).toBe("/etcd-cni/networks/.cni-ipam/")
  })
})

describe("a lease", () => {
  it("is read as it was written", () => {
    const lease: Lease = {
      network: "lan",
      rangeSet: "0",
      address: place.address,
      owner: { containerId: "web-1", ifname: "eth0" },
      node: "n1",
      allocatedAt: 7,
    }
    expect(layout.parseLease(layout.formatLease(lease), place, "lan")).toEqual({
      lease,
      isLegacy: false,
    })
  })

  it("of the Go plugin is the container's id", () => {
    expect(layout.parseLease("0123abcdef\n", place, "lan")).toEqual({
      lease: {
        network: "lan",
        ...place,
        owner: { containerId: "0123abcdef", ifname: "" },
        node: "",
        allocatedAt: 0,
      },
      isLegacy: true,
    })
    for (const id of ["1234567890", "null", "true", "1e5"])
      expect(ownerIn(id)).toEqual({ containerId: id, ifname: "" })
  })

  it("is nothing else", () => {
    for (const text of ["", " ", "two words", "-dash", '"a"', "[]", "{}", '{"id":7}', "{broken"])
      expect(ownerIn(text)).toBeUndefined()
  })
})

describe("the definition of a network", () => {
  const text =
    '[[{"rangeStart":"10.0.0.20","rangeEnd":"10.0.0.50","subnet":"10.0.0.0/24","gateway":"10.0.0.254"}]]'

  it("is read and written as the Go plugin does", () => {
    const definition = layout.parseDefinition(text)
    if (definition._tag === "Left") throw new Error(definition.left)
    expect(layout.formatDefinition(definition.right)).toBe(text)
  })

  it("that cannot be read says why", () => {
    expect(layout.parseDefinition("[[{}]]")).toEqual({
      _tag: "Left",
      left: "[0][0].subnet must be a subnet in CIDR notation, found nothing",
    })
    expect(layout.parseDefinition("{")).toMatchObject({ _tag: "Left" })
  })
})

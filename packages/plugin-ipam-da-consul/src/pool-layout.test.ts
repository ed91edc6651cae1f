import { address } from "@cni-ipam/core"
import { none, some } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { leaseKey, leasePlace, poolLayout } from "./pool-layout.js"

const place = { rangeSet: "web", address: address(4, 0x0a000005n) }

const lease = {
  network: "lan",
  ...place,
  owner: { containerId: "c1", ifname: "eth0" },
  node: "n1",
  allocatedAt: 5,
}

describe("a lease", () => {
  it("is what the first plugin writes, with more beside it", () => {
    expect(JSON.parse(poolLayout.formatLease(lease))).toEqual({
      target: "c1",
      network: "lan",
      ip: "10.0.0.5",
      ifname: "eth0",
      rangeSet: "web",
      node: "n1",
      allocatedAt: 5,
    })
  })

  it("is read as it was written, in whatever network", () => {
    const read = poolLayout.parseLease(poolLayout.formatLease(lease), place, "other")
    expect(read).toEqual({ lease, isLegacy: false })
  })

  it("of the first plugin's is of the network that asks", () => {
    expect(poolLayout.parseLease('{"target":"c1"}', place, "any")).toEqual({
      lease: {
        network: "any",
        ...place,
        owner: { containerId: "c1", ifname: "" },
        node: "",
        allocatedAt: 0,
      },
      isLegacy: true,
    })
  })

  it.each(["", "text", "null", "[]", "{}", '{"target":1}', '{"target":""}', '{"id":"c1"}'])(
    "is not %j",
    (text) => {
      expect(poolLayout.parseLease(text, place, "lan")).toBeUndefined()
    },
  )
})

describe("a key", () => {
  it("is that of a lease in a pool's folder, and nowhere else", () => {
    expect(leaseKey(place)).toBe("ipam/web/10.0.0.5")
    expect(leasePlace("ipam/web/10.0.0.5")).toEqual(place)
    for (const key of [
      "ipam/web",
      "ipam/web/",
      "ipam/web/x",
      "ipam/web/10.0.0.5/x",
      "ipam/web/10.0.0.05",
    ])
      expect(leasePlace(key)).toBeUndefined()
    expect(leasePlace("ipam/v6/fd00::1")).toBeDefined()
    expect(leasePlace("ipam/v6/FD00::1")).toBeUndefined()
  })

  it("of a definition or of our own is no key of a lease gone wrong", () => {
    const isElse = (key: string) => poolLayout.isElse?.("lan", key)
    expect(isElse("ipam/web")).toBe(true)
    expect(isElse("ipam/.cni-ipam/networks/lan/owners/c1/eth0")).toBe(true)
    expect(isElse("ipam/web/x")).toBe(false)
  })
})

describe("the ranges of a pool", () => {
  it("have a gateway only where one is named, in writing too", () => {
    const gatewaysOf = (text: string) => {
      const parsed = poolLayout.parseDefinition(text)
      return parsed._tag === "Left" ? parsed.left : parsed.right.flat().map((one) => one.gateway)
    }
    const subnet = { address: address(4, 0x0a000000n), prefixLength: 24 }
    const net = { ...subnet, network: subnet.address, last: address(4, 0x0a0000ffn) }
    const second = address(4, 0x0a000001n)
    const ninth = address(4, 0x0a000009n)
    const written = poolLayout.formatDefinition([
      [{ subnet: net }, { subnet: net, gateway: ninth }, { subnet: net, gateway: none }],
    ])
    expect(gatewaysOf(written)).toEqual([some(second), some(ninth), none])
  })
})

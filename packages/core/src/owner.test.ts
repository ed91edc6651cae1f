import { describe, expect, it } from "vitest"
import { eth0 } from "../test/samples.js"
import { formatOwner, holds, sameOwner } from "./owner.js"

const eth1 = { containerId: "c1", ifname: "eth1" }
const container = { containerId: "c1", ifname: "" }

describe("an owner", () => {
  it("is one interface of one container", () => {
    expect(sameOwner(eth0("c1"), eth0("c1"))).toBe(true)
    expect([eth1, container, eth0("c2")].map((other) => sameOwner(eth0("c1"), other))).toEqual([
      false,
      false,
      false,
    ])
  })

  it("may use its own leases and those of its container that name no interface", () => {
    const holders = [eth0("c1"), container, eth1, eth0("c2"), { containerId: "c2", ifname: "" }]
    expect(holders.map((holder) => holds(holder, eth0("c1")))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(holds(eth0("c1"), container)).toBe(false)
  })

  it("is written with its interface, if it has one", () => {
    expect(formatOwner(eth0("c1"))).toBe("c1 (eth0)")
    expect(formatOwner(container)).toBe("c1")
  })
})

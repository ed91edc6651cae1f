import { describe, expect, it } from "vitest"
import { formatLeaseJson, parseLeaseJson } from "./lease-json.js"
import { eth0, ip } from "./test/lan.js"

const place = { rangeSet: "0", address: ip("10.0.0.2") }
const details = { node: "n1", allocatedAt: 5 }
const lease = { ...place, ...details, network: "lan", owner: eth0("c1") }

describe("a lease", () => {
  it.each([
    ["with everything", { ...lease, mac: "0a:00:00:00:00:01", podNamespace: "ns", podName: "p" }],
    ["with nothing but what it must have", lease],
    ["of a container as a whole", { ...lease, owner: { containerId: "c1", ifname: "" } }],
  ])("%s is read as it was written", (_, one) => {
    expect(parseLeaseJson(formatLeaseJson(one), place, "lan")).toEqual({
      lease: one,
      isLegacy: false,
    })
  })

  it("has its address and its container where the original plugin has them", () => {
    expect(JSON.parse(formatLeaseJson(lease))).toMatchObject({ ip: "10.0.0.2", id: "c1" })
  })

  it("of the original plugin is its container's, and has no MAC address of zeros", () => {
    const text = '{"ip":"10.0.0.2","mac":"00:00:00:00:00:00","id":"old"}'
    expect(parseLeaseJson(text, place, "lan")).toEqual({
      lease: {
        ...place,
        network: "lan",
        owner: { containerId: "old", ifname: "" },
        node: "",
        allocatedAt: 0,
      },
      isLegacy: true,
    })
  })

  it.each(["", "{", "null", "[]", "5", "{}", '{"id":""}', '{"id":5}', '{"id":"c","node":5}'])(
    "is none if it is %s",
    (text) => {
      expect(parseLeaseJson(text, place, "lan")).toBeUndefined()
    },
  )
})

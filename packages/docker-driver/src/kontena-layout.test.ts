import type { Lease } from "@cni-ipam/core"
import { parseAddress } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { kontenaLayout, kontenaPrefix } from "./kontena-layout.js"

const layout = kontenaLayout(kontenaPrefix)

const ip = (text: string): Lease["address"] => {
  const parsed = parseAddress(text)
  if (parsed._tag === "None") throw new Error(text)
  return parsed.value
}

const lease: Lease = {
  network: "kontena",
  rangeSet: "v4-24",
  address: ip("10.80.0.5"),
  owner: { containerId: "docker-1", ifname: "n1" },
  node: "n1",
  allocatedAt: 7,
  mac: "02:42:0a:50:00:05",
}

describe("the layout of kontena-ipam", () => {
  it("has its keys", () => {
    const key = layout.leaseKey("kontena", lease)
    expect(key).toBe("/kontena/ipam/addresses/kontena/10.80.0.5")
    expect(layout.leasePlace("kontena", key)).toEqual({ rangeSet: "", address: lease.address })
    expect(
      layout.leasePlace("kontena", `${layout.leaseFolder("kontena")}10.80.0.05`),
    ).toBeUndefined()
    expect(layout.documents).toBe("/kontena/ipam/")
  })

  it("writes its values, with more beside them, and reads them back", () => {
    const text = layout.formatLease(lease)
    expect(JSON.parse(text)).toMatchObject({ address: "10.80.0.5/24", node: "n1" })
    expect(layout.parseLease(text, lease, "kontena")).toEqual({ lease, isLegacy: false })
    const asked = { ...lease, rangeSet: "v6-64-asked", address: ip("fd80::5") }
    expect(JSON.parse(layout.formatLease(asked))).toMatchObject({ address: "fd80::5/64" })
  })

  it("reads the leases that kontena-ipam itself has made", () => {
    const place = { rangeSet: "", address: lease.address }
    const text = '{"address":"10.80.0.5/24","node":"n9"}'
    expect(layout.parseLease(text, place, "kontena")).toMatchObject({
      lease: { owner: { containerId: "kontena-10.80.0.5", ifname: "n9" }, node: "n9" },
      isLegacy: true,
    })
    for (const other of ["", "{}", "[1]", '{"address":"x"}'])
      expect(layout.parseLease(other, place, "kontena")).toBeUndefined()
  })
})

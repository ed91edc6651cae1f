import type { Lease } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { deadlineIn } from "./deadline.js"
import { disownSteps } from "./disown.js"
import { eth0, ip, newLan, rightOf } from "./test/lan.js"
import { plainLayout } from "./test/plain-layout.js"

const owners = ".index/networks/lan/owners/"

const leaseOf = (address: string, containerId: string): Lease => ({
  network: "lan",
  rangeSet: "0",
  address: ip(address),
  owner: eth0(containerId),
  node: "n1",
  allocatedAt: 0,
})

const stepsFor = async ({ server }: ReturnType<typeof newLan>, ...leases: readonly Lease[]) =>
  rightOf(await disownSteps(server.kv, plainLayout, leases, deadlineIn(1000))())

/** A list that names these addresses. */
const listOf = (containerId: string, ...addresses: readonly string[]): string =>
  JSON.stringify({
    ...eth0(containerId),
    held: addresses.map((address) => ({ address, rangeSet: "0", node: "n1", allocatedAt: 0 })),
  })

describe("a lease that goes to somebody else", () => {
  it("is taken off the list that names it, if nobody changes that meanwhile", async () => {
    const lan = newLan()
    const key = `${owners}c1/eth0`
    lan.server.put(key, listOf("c1", "10.0.0.2", "10.0.0.3", "10.0.0.4"))
    const ifVersion = lan.server.entries.get(key)?.version
    const lost = [leaseOf("10.0.0.2", "c1"), leaseOf("10.0.0.4", "c1")]
    const [step, ...others] = await stepsFor(lan, ...lost)
    expect(step).toMatchObject({ _tag: "Put", key, ifVersion })
    expect(step?._tag === "Put" && step.value).toMatch(/^(?!.*10\.0\.0\.[24]).*10\.0\.0\.3/)
    expect(others).toEqual([])
  })

  it("takes the list with it where it is alone", async () => {
    const lan = newLan()
    await lan.add("c1")
    const key = `${owners}c1/eth0`
    const ifVersion = lan.server.entries.get(key)?.version
    expect(await stepsFor(lan, leaseOf("10.0.0.2", "c1"))).toEqual([
      { _tag: "Delete", key, ifVersion },
    ])
  })

  it("changes no list that does not name it, cannot be read, or is not there", async () => {
    const lan = newLan()
    lan.server.put(`${owners}c1/eth0`, listOf("c1", "10.0.0.3"))
    lan.server.put(`${owners}c2/eth0`, "garbage")
    const lost = ["c1", "c2", "c3"].map((id) => leaseOf("10.0.0.2", id))
    expect(await stepsFor(lan, ...lost)).toEqual([])
    expect(await stepsFor(lan)).toEqual([])
  })
})

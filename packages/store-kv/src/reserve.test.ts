import { allocate, allocateEach, collectGarbage, readPool } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { eth0, newLan, textsOf } from "./test/lan.js"

const lease = async (lan: ReturnType<typeof newLan>, node?: string) => {
  const pool = readPool("lan", [[{ subnet: "10.0.0.0/24" }]])
  if (pool._tag === "Left") throw new Error("no pool")
  const details = node === undefined ? {} : { details: { node } }
  const owner = eth0(`of-${node}`)
  const given = await allocate(lan.store)({ pool: pool.right, owner, ...details })()
  return given._tag === "Left" ? [] : given.right.map((one) => one.lease.node)
}

describe("two range sets that share all their addresses", () => {
  it("give one owner two addresses", async () => {
    const { store } = newLan()
    const pool = readPool("lan", [[{ subnet: "10.0.0.0/29" }]])
    const [rangeSet] = pool._tag === "Right" ? pool.right.rangeSets : []
    if (rangeSet === undefined) throw new Error("no range set")
    const wishes = [rangeSet, { ...rangeSet, id: "other" }].map((one) => ({
      rangeSet: one,
      requested: undefined,
    }))
    const given = await allocateEach(store)({ network: "lan", owner: eth0("c1"), wishes })()
    const leases = given._tag === "Right" ? given.right.map(({ lease }) => lease) : []
    expect(new Set(textsOf(leases)).size).toBe(2)
  })
})

describe("a lease for which no node is named", () => {
  it("is of the node that the store was opened for, whose garbage it is one day", async () => {
    const one = newLan()
    const other = newLan(one.server, "n2")
    expect(await lease(one)).toEqual(["n1"])
    const collect = (lan: typeof one, node: string) =>
      collectGarbage(lan.store)({ network: "lan", node, valid: [] })()
    expect(await collect(other, "n2")).toMatchObject({ right: { released: [] } })
    const collected = await collect(one, "n1")
    expect(collected._tag === "Right" && textsOf(collected.right.released)).toEqual(["10.0.0.2"])
  })

  it("is another node's if that is named", async () => {
    expect(await lease(newLan(), "n7")).toEqual(["n7"])
  })
})

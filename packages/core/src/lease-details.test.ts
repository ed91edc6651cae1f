import { describe, expect, it, vi } from "vitest"
import { pool, rightOf, web } from "../test/samples.js"
import { allocate } from "./allocate.js"
import type { LeaseDetails } from "./lease.js"
import { memoryStore } from "./memory-store.js"

const lan = pool([{ subnet: "10.0.0.0/29" }])

/** Of what a program in JavaScript may pass: a text of JSON says nothing about types. */
const recorded = async (json: string): Promise<object> => {
  const details: LeaseDetails = JSON.parse(json, (_, value) => (value === "?" ? Number.NaN : value))
  const [given] = rightOf(await allocate(memoryStore())({ pool: lan, owner: web, details })())
  const { network, rangeSet, address, owner, ...rest } = given?.lease ?? {}
  return rest
}

describe("the details of a lease", () => {
  it("are a whole number of milliseconds and what else is given", async () => {
    expect(await recorded('{"allocatedAt":1700000000000.6,"node":"n1","podName":"web"}')).toEqual({
      allocatedAt: 1_700_000_000_001,
      node: "n1",
      podName: "web",
    })
  })

  it("are of now if that is no time", async () => {
    vi.useFakeTimers({ now: 5000 })
    expect(await recorded('{"allocatedAt":"?"}')).toEqual({ node: "", allocatedAt: 5000 })
    expect(await recorded("{}")).toEqual({ node: "", allocatedAt: 5000 })
    vi.useRealTimers()
  })

  it("have no fields that are undefined", async () => {
    const nothing: object = { node: undefined, allocatedAt: undefined, mac: undefined }
    const [given] = rightOf(
      await allocate(memoryStore())({ pool: lan, owner: web, details: nothing })(),
    )
    expect(given?.lease).toMatchObject({ node: "", allocatedAt: expect.any(Number) })
    expect(Object.keys(given?.lease ?? {})).not.toContain("mac")
  })

  it("are of when the allocation is run, not of when it is made", async () => {
    vi.useFakeTimers({ now: 1000 })
    const task = allocate(memoryStore())({ pool: lan, owner: web })
    vi.setSystemTime(2000)
    const [given] = rightOf(await task())
    vi.useRealTimers()
    expect(given?.lease.allocatedAt).toBe(2000)
  })
})

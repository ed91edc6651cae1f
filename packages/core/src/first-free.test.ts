import { describe, expect, it } from "vitest"
import { interval, ip } from "../test/samples.js"
import { bitPages, markUsed } from "./bit-pages.js"
import { firstFreeOf, nextFree } from "./first-free.js"
import { formatAddress } from "./format-address.js"

const free = (used: readonly string[], order: readonly string[], limit: number) => {
  const pages = bitPages()
  for (const text of used) markUsed(pages, ip(text))
  return firstFreeOf(pages, order.map(interval), limit).map(formatAddress)
}

describe("the next free address of a search order", () => {
  const next = (used: readonly string[], order: readonly string[]): string | undefined => {
    const pages = bitPages()
    for (const text of used) markUsed(pages, ip(text))
    const found = nextFree(pages, order.map(interval))
    return found && formatAddress(found)
  }

  it("comes from the first of its intervals that has one", () => {
    const order = ["10.0.0.5-10.0.0.6", "10.0.0.1-10.0.0.3"]
    expect(next([], order)).toBe("10.0.0.5")
    expect(next(["10.0.0.5", "10.0.0.6", "10.0.0.1"], order)).toBe("10.0.0.2")
  })

  it("is none if all are in use, or if there is nothing to be searched", () => {
    expect(next(["fd00::1"], ["fd00::1"])).toBeUndefined()
    expect(next([], [])).toBeUndefined()
  })
})

describe("the first free addresses of a search order", () => {
  it("come from its intervals in turn, without what is in use", () => {
    const order = ["10.0.0.5-10.0.0.6", "10.0.0.1-10.0.0.3", "10.0.0.9"]
    expect(free(["10.0.0.5", "10.0.0.2"], order, 9)).toEqual([
      "10.0.0.6",
      "10.0.0.1",
      "10.0.0.3",
      "10.0.0.9",
    ])
  })

  it("are no more than were asked for, and none if none was", () => {
    expect(free([], ["10.0.0.1-10.0.0.2", "10.0.0.5-10.0.0.9"], 3)).toEqual([
      "10.0.0.1",
      "10.0.0.2",
      "10.0.0.5",
    ])
    expect(free([], ["10.0.0.1"], 0)).toEqual([])
    expect(free(["10.0.0.1"], ["10.0.0.1"], 1)).toEqual([])
    expect(free([], [], 1)).toEqual([])
  })

  it("end with the last address of the family", () => {
    expect(free([], ["255.255.255.254-255.255.255.255"], 9)).toHaveLength(2)
    expect(free([], ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127"], 9)).toHaveLength(2)
  })
})

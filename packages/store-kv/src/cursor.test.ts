import { describe, expect, it } from "vitest"
import { formatCursor, parseCursor } from "./cursor.js"
import { ip } from "./test/lan.js"

describe("a cursor", () => {
  it.each([
    ["that knows of no list", { address: ip("10.0.0.7"), free: undefined }],
    ["whose list is used up", { address: ip("10.0.0.7"), free: [] }],
    ["with a list", { address: ip("fd00::7"), free: [ip("fd00::9"), ip("fd00::2")] }],
  ])("%s is read as it was written", (_, cursor) => {
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor)
  })

  it("keeps no more than others can use before they look for themselves", () => {
    const free = Array.from({ length: 200 }, (_, last) => ip(`10.0.0.${last}`))
    const kept = parseCursor(formatCursor({ address: ip("10.0.1.0"), free }))?.free
    expect(kept).toEqual(free.slice(0, 32))
  })

  it("is an address alone where a plugin of old has written it", () => {
    expect(parseCursor("10.0.0.7\n")).toEqual({ address: ip("10.0.0.7"), free: undefined })
  })

  it.each(["", "x", "\u0000 1 2", "{}"])("is none if it is %j", (text) => {
    expect(parseCursor(text)).toBeUndefined()
  })
})

import { decode, explainDecodeError } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { isMac, MacText } from "./mac.js"

describe("a MAC address", () => {
  it.each([
    "c2:11:22:33:44:55",
    "C2-11-22-33-44-55",
    "00:11:22:33:44:55:66:77",
    "0011.2233.4455",
    Array.from({ length: 20 }, () => "ff").join(":"),
  ])("may be %j", (text) => {
    expect(isMac(text)).toBe(true)
    expect(decode(MacText)(text)).toEqual(right(text))
  })

  it.each([
    "x",
    "c2:11:22:33:44",
    "c2:11:22:33:44:5",
    "c2:11:22:33:44:gg",
    "0011.2233",
    "0011.2233:4455",
    "c2:11:22:33:44:55\n",
  ])("may not be %j", (text) => {
    expect(isMac(text)).toBe(false)
    const decoded = decode(MacText)(text)
    expect(decoded._tag === "Left" && explainDecodeError(decoded.left)).toContain(
      `invalid MAC address ${text}`,
    )
  })

  it("may be left empty", () => {
    expect(decode(MacText)("")).toEqual(right(""))
  })

  it("must be a string", () => {
    const decoded = decode(MacText)(5)
    expect(decoded._tag === "Left" && explainDecodeError(decoded.left)).toBe(
      "the input must be a MAC address, found 5",
    )
  })
})

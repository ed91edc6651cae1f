import { readFileSync } from "node:fs"
import type { DecodeError, StoreError } from "@cni-ipam/core"
import { decode, object, Text } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { errorCode, errorCodes } from "./error-code.js"
import { MacText } from "./mac.js"
import { readPreviousAddresses } from "./previous-result.js"

const owner = { containerId: "c1", ifname: "eth0" }

describe("a field", () => {
  const Fields = object({ name: Text }, { mac: MacText })
  const errorIn = (input: unknown): DecodeError => {
    const decoded = decode(Fields)(input)
    if (decoded._tag === "Right") throw new Error("a test has a good input")
    return decoded.left
  }

  it.each([
    ["of the wrong type", { name: 5 }, 6],
    ["that is the text nothing where a number should be", { name: ["nothing"] }, 6],
    ["that is not there", {}, 7],
    ["that is null", { name: null }, 7],
    ["of the right type that cannot be", { name: "lan", mac: "x" }, 7],
  ])("%s has code %3$d", (_, input, code) => {
    expect(errorCode(errorIn(input))).toBe(code)
  })
})

it("of an earlier result is as that of the same mistake anywhere else", () => {
  const codeOf = (prevResult: unknown): number | undefined => {
    const read = readPreviousAddresses({ prevResult })
    return read._tag === "Left" ? errorCode(read.left) : undefined
  }
  expect(codeOf({ ips: [{ address: "bogus" }] })).toBe(7)
  expect(codeOf({ ips: [{}] })).toBe(7)
  expect(codeOf({ ips: [{ address: 5 }] })).toBe(6)
  expect(codeOf({ ips: "10.0.0.2/24" })).toBe(6)
})

it("is that of what is inside, where an error wraps another", () => {
  const busy: StoreError = { _tag: "Busy", subject: "lock", waitedMs: 1 }
  const corrupt: StoreError = { _tag: "Corrupt", subject: "file", reason: "r" }
  expect(
    errorCode({
      _tag: "Allocation",
      rangeSet: undefined,
      error: { _tag: "Contended", attempts: 9 },
    }),
  ).toBe(11)
  expect(
    errorCode({
      _tag: "GarbageLeft",
      failures: [
        { owner, error: busy },
        { owner, error: corrupt },
      ],
      problems: [],
    }),
  ).toBe(11)
  expect(errorCode({ _tag: "GarbageLeft", failures: [], problems: ["x"] })).toBe(5)
})

it("is documented in the README, whichever it is", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const documented = [...readme.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  expect(documented).toEqual([...new Set(Object.values(errorCodes))].sort((a, b) => a - b))
})

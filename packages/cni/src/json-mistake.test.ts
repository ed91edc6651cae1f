import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { jsonMistake } from "./json-mistake.js"

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe("what is wrong with JSON", () => {
  it.each([
    ['{"token": s3cret}', 1, 11],
    ['{\n  "a": 1,\n  "token": s3cret\n}', 3, 12],
    ['{"a" 1}', 1, 6],
    ['{"a": 1 "b": 2}', 1, 9],
    ["{", 1, 2],
    ['{"a": "b', 1, 9],
    ["{}{}", 1, 3],
    ["\ufeff{}", 1, 1],
    ["{'a':1}", 1, 2],
    ["[1,]", 1, 4],
    ['{"a":1,}', 1, 8],
    ['{"a":"\n"}', 1, 7],
    ['["\\x"]', 1, 4],
    ['["\\N"]', 1, 4],
    ["[01]", 1, 3],
    ["[nul]", 1, 2],
    ["[}", 1, 2],
    ["", 1, 1],
  ])("in %j is in line %i, column %i", (text, line, column) => {
    expect(jsonMistake(text)).toEqual({ line, column })
  })

  it("is nothing if and only if it is JSON", () => {
    const mutated = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ...'{}[],:"\\0-.eEx \n\u0001\u007f'),
        fc.nat(2),
      )
      .map(([json, seed, character, cut]) => {
        const at = seed % (json.length + 1)
        return `${json.slice(0, at)}${character}${json.slice(at + cut)}`
      })
    fc.assert(
      fc.property(mutated, (text) => {
        expect([text, jsonMistake(text) === undefined]).toEqual([text, isJson(text)])
      }),
      { numRuns: 3000 },
    )
  })

  it("is found behind texts and in depths of any size", () => {
    const long = JSON.stringify("x\\\n".repeat(1_000_000))
    expect(jsonMistake(`${long},`)).toEqual({ line: 1, column: long.length + 1 })
    expect(jsonMistake("[".repeat(1_000_000))).toEqual({ line: 1, column: 1_000_001 })
  })
})

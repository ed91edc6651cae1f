import fc from "fast-check"
import { expect, it } from "vitest"
import { goJson } from "./go-json.js"

it("indents by four spaces, without a newline at the end", () => {
  expect(goJson({ a: [1], dns: {} })).toBe('{\n    "a": [\n        1\n    ],\n    "dns": {}\n}')
})

it("escapes what Go escapes", () => {
  expect(goJson({ a: "<b>&\u2028\u2029é" })).toBe(
    '{\n    "a": "\\u003cb\\u003e\\u0026\\u2028\\u2029é"\n}',
  )
})

it("is still the same JSON", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string({ unit: "grapheme" })), (value) => {
      expect(JSON.parse(goJson(value))).toEqual({ ...value })
    }),
  )
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readAll, writeAll } from "./blocking-stream.js"

const busy = () =>
  Object.assign(new Error("EAGAIN: resource temporarily unavailable"), { code: "EAGAIN" })

/** What a stream does with each call: so many bytes at most, or none because it is busy. */
const behaviours = fc.array(fc.oneof(fc.constant<"busy">("busy"), fc.integer({ min: 1, max: 7 })), {
  maxLength: 20,
})

const text = fc.string({ unit: "binary" })

const sinkOf = (calls: (number | "busy")[]) => {
  const taken: number[] = []
  const write = (bytes: Uint8Array, offset: number): number => {
    const most = calls.shift() ?? bytes.length
    if (most === "busy") throw busy()
    const part = bytes.subarray(offset, offset + most)
    taken.push(...part)
    return part.length
  }
  return { write, taken }
}

const sourceOf = (bytes: Uint8Array, calls: (number | "busy")[]) => {
  let position = 0
  return (into: Uint8Array): number => {
    const most = calls.shift() ?? into.length
    if (most === "busy") throw busy()
    const part = bytes.subarray(position, position + Math.min(most, into.length))
    into.set(part)
    position += part.length
    return part.length
  }
}

describe("a stream that takes and gives as it likes", () => {
  it("gets every byte once, in order", () => {
    fc.assert(
      fc.property(text, behaviours, (text, calls) => {
        const { write, taken } = sinkOf(calls)
        writeAll(write, text)
        expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(taken))).toBe(
          new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text)),
        )
      }),
      { numRuns: 50 },
    )
  })

  it("is read to the end, whatever character is cut in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), behaviours, (text, calls) => {
        expect(readAll(sourceOf(new TextEncoder().encode(text), calls))).toBe(text)
      }),
      { numRuns: 50 },
    )
  })
})

it("keeps a byte order mark, which is no JSON, for the parser to refuse", () => {
  expect(readAll(sourceOf(new TextEncoder().encode("\ufeff{}"), []))).toBe("\ufeff{}")
})

it("passes on any other failure", () => {
  const broken = () => {
    throw Object.assign(new Error("EPIPE: broken pipe"), { code: "EPIPE" })
  }
  expect(() => writeAll(broken, "x")).toThrow("EPIPE")
  expect(() => readAll(broken)).toThrow("EPIPE")
})

it("writes nothing of an empty text", () => {
  const { write, taken } = sinkOf([])
  writeAll(write, "")
  expect(taken).toEqual([])
})

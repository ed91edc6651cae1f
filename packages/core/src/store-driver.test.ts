import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { leftOf, rightOf } from "../test/samples.js"
import type { DecodeError } from "./config/decode.js"
import { explainDecodeError } from "./config/decode.js"
import { object } from "./config/object-codec.js"
import { Text } from "./config/text-codecs.js"
import { memoryStore } from "./memory-store.js"
import { defineStore } from "./store-driver.js"

const opened: string[] = []
const driver = defineStore({ dataDir: Text }, ({ dataDir }, { node }) => {
  opened.push(`${dataDir} on ${node}`)
  return TE.right(memoryStore())
})
const decodeErrorIn = (
  result: Awaited<ReturnType<ReturnType<typeof driver.open>>>,
): DecodeError => {
  const error = leftOf(result)
  if (error._tag !== "Decode") throw new Error(`no mistake in the options: ${error._tag}`)
  return error
}

const context = { node: "n1", warn: () => {} }

describe("a kind of store", () => {
  it("is opened with its options, once they are read", async () => {
    expect(rightOf(await driver.open({ datadir: "/data" }, context)())).toHaveProperty("reserve")
    expect(opened).toEqual(["/data on n1"])
  })

  it("prefers an option of its own to one around it, whatever the case of either", async () => {
    opened.length = 0
    const surroundings = { dataDir: "/around", type: "else" }
    await driver.open({ DATADIR: "/own" }, { ...context, surroundings })()
    await driver.open({}, { ...context, surroundings })()
    expect(opened).toEqual(["/own on n1", "/around on n1"])
  })

  it("is not opened with an option that it does not have, at any depth", async () => {
    opened.length = 0
    const deep = defineStore(
      { dataDir: Text, tls: object({}, { caFile: Text, inner: object({}, { a: Text }) }) },
      ({ dataDir }) => {
        opened.push(`${dataDir}`)
        return TE.right(memoryStore())
      },
    )
    const complaint = async (options: object) =>
      explainDecodeError(decodeErrorIn(await deep.open(options, context)()))
    expect(await complaint({ datadir: "/a", tokne: "s3cret" })).toBe(
      "tokne: the store has no such option; there is dataDir, tls",
    )
    expect(await complaint({ TLS: { caFile: "/a", ca_file: "/b" } })).toBe(
      "TLS.ca_file: the store has no such option; there is TLS.caFile, TLS.inner",
    )
    expect(await complaint({ tls: { inner: { A: "a", b: "s3cret" } } })).toBe(
      "tls.inner.b: the store has no such option; there is tls.inner.a",
    )
    expect(opened).toEqual([])
  })

  it("minds nothing that stands around its options", async () => {
    const surroundings = { tls: { extra: 1 }, extra: 1 }
    const tls = defineStore({ tls: object({}, {}) }, () => TE.right(memoryStore()))
    expect(rightOf(await tls.open({}, { ...context, surroundings })())).toHaveProperty("reserve")
  })

  it("is not opened with options that it does not understand", async () => {
    opened.length = 0
    expect(leftOf(await driver.open({ dataDir: 7 }, context)())).toEqual({
      _tag: "Decode",
      path: "dataDir",
      expected: "a string",
      found: "7",
      isMissing: false,
    })
    expect(opened).toEqual([])
  })
})

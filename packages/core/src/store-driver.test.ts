import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { leftOf, rightOf } from "../test/samples.js"
import { Text } from "./config/text-codecs.js"
import { memoryStore } from "./memory-store.js"
import { defineStore } from "./store-driver.js"

const opened: string[] = []
const driver = defineStore({ dataDir: Text }, ({ dataDir }, { node }) => {
  opened.push(`${dataDir} on ${node}`)
  return TE.right(memoryStore())
})
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

  it("is not opened with options that it does not understand", async () => {
    opened.length = 0
    expect(leftOf(await driver.open({ dataDir: 7 }, context)())).toEqual({
      _tag: "Decode",
      path: "dataDir",
      expected: "a string",
      found: "7",
    })
    expect(opened).toEqual([])
  })
})

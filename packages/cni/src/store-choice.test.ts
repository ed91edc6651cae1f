import { decode, explainDecodeError } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { StoreChoiceConfig } from "./store-choice.js"

describe("the store of a configuration", () => {
  it("may be its name alone", () => {
    expect(decode(StoreChoiceConfig)("disk")).toEqual(right({ type: "disk", options: {} }))
  })

  it("may be an object with its type, and all its options as they stand", () => {
    const options = { endpoints: ["https://a"], more: { deep: null } }
    expect(decode(StoreChoiceConfig)({ TYPE: "etcd", ...options })).toEqual(
      right({ type: "etcd", options }),
    )
  })

  it.each([
    [5, "the input must be the name of a store, or an object with its type, found 5"],
    [[], "the input must be the name of a store, or an object with its type, found an array"],
    [{}, "type must be a string, found nothing"],
    [{ type: 5 }, "type must be a string, found 5"],
  ])("may not be %j", (input, message) => {
    const decoded = decode(StoreChoiceConfig)(input)
    expect(decoded._tag === "Left" && explainDecodeError(decoded.left)).toBe(message)
  })
})

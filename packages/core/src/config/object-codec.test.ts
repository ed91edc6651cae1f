import { describe, expect, it } from "vitest"
import { leftOf, rightOf } from "../../test/samples.js"
import { decode, explainDecodeError } from "./decode.js"
import { arrayOf, object } from "./object-codec.js"
import { Integer, Text } from "./text-codecs.js"

const Person = object({ name: Text }, { shoeSize: Integer, friends: arrayOf(Text, "names") })

const read = (input: unknown) => rightOf(decode(Person)(input))

describe("an object in a configuration", () => {
  it("is read whatever the case of its keys, and keeps what it knows under its own names", () => {
    expect(read({ NAME: "a", shoesize: 9, Friends: ["b"], hat: 1 })).toEqual({
      name: "a",
      shoeSize: 9,
      friends: ["b"],
    })
  })

  it("prefers the exact key, wherever it stands", () => {
    expect(read({ name: "exact", NAME: "other" })).toEqual({ name: "exact" })
    expect(read({ NAME: "other", name: "exact" })).toEqual({ name: "exact" })
  })

  it("takes null for absent", () => {
    expect(read({ name: "a", shoeSize: null })).toEqual({ name: "a" })
    expect(explainDecodeError(leftOf(decode(Person)({ name: null })))).toBe(
      "name must be a string, found nothing",
    )
  })

  it("prefers an exact key that is null", () => {
    expect(read({ name: "a", shoeSize: null, SHOESIZE: 9 })).toEqual({ name: "a" })
  })

  it("has no fields from a key that looks like a prototype", () => {
    const input: unknown = JSON.parse('{"name": "a", "__proto__": {"shoeSize": 9}}')
    expect(read(input)).toEqual({ name: "a" })
  })

  it("is known by its required keys", () => {
    expect(Person.is({ name: "a" })).toBe(true)
    expect([{}, { shoeSize: 9 }, [], "a"].map(Person.is)).toEqual([false, false, false, false])
  })

  it("is no array and no text", () => {
    for (const input of [[], "a", 1, true, undefined])
      expect(leftOf(decode(Person)(input))).toMatchObject({ expected: "an object" })
  })
})

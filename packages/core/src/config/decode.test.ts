import type * as t from "io-ts"
import { describe, expect, it } from "vitest"
import { leftOf, rightOf } from "../../test/samples.js"
import { decode, explainDecodeError } from "./decode.js"
import { arrayOf, object } from "./object-codec.js"
import { CidrText, Integer, Text } from "./text-codecs.js"

const Config = object(
  { name: Text },
  {
    ipam: object(
      { ranges: arrayOf(arrayOf(object({ subnet: CidrText }, {}), "ranges"), "range sets") },
      { mtu: Integer },
    ),
  },
)

const complaint = (codec: t.Decoder<unknown, unknown>, input: unknown): string =>
  explainDecodeError(leftOf(decode(codec)(input)))

describe("what is wrong with an input", () => {
  it.each([
    [undefined, "the input must be an object, found nothing"],
    [null, "the input must be an object, found null"],
    [[], "the input must be an object, found an array"],
    ["{}", 'the input must be an object, found "{}"'],
    [{}, "name must be a string, found nothing"],
    [{ name: 1 }, "name must be a string, found 1"],
    [{ name: "a", ipam: 1 }, "ipam must be an object, found 1"],
    [{ name: "a", ipam: {} }, "ipam.ranges must be an array of range sets, found nothing"],
    [
      { name: "a", ipam: { ranges: [[], { subnet: "10.0.0.0/8" }] } },
      "ipam.ranges[1] must be an array of ranges, found an object",
    ],
    [
      { name: "a", ipam: { ranges: [[{ subnet: "10.0.0.0/8" }, { subnet: "10.0.0.0/33" }]] } },
      "ipam.ranges[0][1].subnet: invalid CIDR address: 10.0.0.0/33",
    ],
    [{ name: "a", ipam: { ranges: [], mtu: "9" } }, 'ipam.mtu must be an integer, found "9"'],
    [{ name: "a", ipam: { ranges: [], mtu: 1.5 } }, "ipam.mtu must be an integer, found 1.5"],
  ])("is told in one sentence that names the place: %j", (input, sentence) => {
    expect(complaint(Config, input)).toBe(sentence)
  })

  it("is told from a field that is not there, whatever the text that is", () => {
    const missing = (input: unknown) => leftOf(decode(Config)(input)).isMissing
    expect([{}, { name: null }].map(missing)).toEqual([true, true])
    expect([{ name: 1 }, { name: "a", ipam: "nothing" }].map(missing)).toEqual([false, false])
  })

  it("is only the first thing, where there are several", () => {
    expect(complaint(Config, { name: 1, ipam: 1 })).toBe("name must be a string, found 1")
  })

  it("is quoted in a readable length", () => {
    const found = complaint(Integer, "x".repeat(10_000_000))
    expect(found).toMatch(/^the input must be an integer, found "x+…$/)
    expect(found.length).toBeLessThan(130)
    const justFits = "x".repeat(78)
    expect(complaint(Integer, justFits)).toBe(`the input must be an integer, found "${justFits}"`)
  })

  it("is not followed into its depth", () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    expect(complaint(Text, deep)).toBe("the input must be a string, found an array")
  })

  it("is quoted even if JSON knows no word for it", () => {
    expect(complaint(Text, 7n)).toBe("the input must be a string, found 7")
    expect(complaint(Text, () => 7)).toBe("the input must be a string, found a function")
  })

  it("is nothing where all is well", () => {
    expect(rightOf(decode(Config)({ name: "a", ipam: { ranges: [] } }))).toEqual({
      name: "a",
      ipam: { ranges: [] },
    })
  })
})

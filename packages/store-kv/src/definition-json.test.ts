import type { Either } from "fp-ts/lib/Either.js"
import { isLeft } from "fp-ts/lib/Either.js"
import { none } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { rangeJson, readDefinition } from "./definition-json.js"

const rightOf = <A>(result: Either<string, A>): A => {
  if (isLeft(result)) throw new Error(result.left)
  return result.right
}

/** Without the fields that are not there, as it stands in a key. */
const written = (json: unknown) => {
  const definition = readDefinition(json)
  if (isLeft(definition)) return definition.left
  return JSON.parse(JSON.stringify(definition.right.map((set) => set.map(rangeJson))))
}

describe("the definition of a network", () => {
  it.each([
    [[[{ subnet: "10.0.0.0/24" }]]],
    [
      [
        [
          {
            rangeStart: "10.0.0.5",
            rangeEnd: "10.0.0.9",
            subnet: "10.0.0.0/24",
            gateway: "10.0.0.1",
          },
        ],
      ],
    ],
    [[[{ subnet: "10.0.0.0/24", exclude: ["10.0.0.7", "10.0.0.128/25", "10.0.0.0/30"] }]]],
    [[[{ subnet: "10.0.0.0/24" }, { subnet: "10.1.0.0/24" }], [{ subnet: "fd00::/64" }]]],
    [[[{ subnet: "fd00::/64", exclude: ["fd00::/80", "fd00::1:0:0:0"] }]]],
    [[]],
  ])("%j is written as it was read", (json) => {
    expect(written(json)).toEqual(json)
  })

  it("without a gateway has none in writing, and none when it is read", () => {
    const json = [[{ subnet: "10.0.0.0/24", gateway: "none" }, { subnet: "10.1.0.0/24" }]]
    expect(written(json)).toEqual(json)
    const gateways = rightOf(readDefinition(json)).map((set) => set.map(({ gateway }) => gateway))
    expect(gateways).toEqual([[none, undefined]])
  })

  it("may exclude addresses that are no block, and has them as blocks in writing", () => {
    const [[range] = []] = rightOf(readDefinition([[{ subnet: "10.0.0.0/24" }]]))
    const value = (host: bigint): bigint => 0x0a000000n + host
    const exclude = [{ family: 4, first: value(3n), last: value(5n) }] as const
    expect(range && rangeJson({ ...range, exclude }).exclude).toEqual(["10.0.0.3", "10.0.0.4/31"])
  })

  it("may have host bits, and hyphens, which are gone in writing", () => {
    const range = { "range-start": "10.0.0.5", "range-end": "10.0.0.9", subnet: "10.0.0.7/24" }
    expect(written([[range]])).toEqual([
      [{ rangeStart: "10.0.0.5", rangeEnd: "10.0.0.9", subnet: "10.0.0.0/24" }],
    ])
  })

  it("says what is wrong with it", () => {
    expect(written("10.0.0.0/8")).toMatch(/must be an array of range sets, found "10/)
    expect(written([[{}]])).toMatch(/^\[0\]\[0\]\.subnet must be a subnet/)
    expect(written([[{ subnet: "10.0.0.0/24", gateway: "no" }]])).toMatch(
      /^\[0\]\[0\]\.gateway: invalid IP address: no/,
    )
    expect(written([[{ gateway: "none" }]])).toMatch(/^\[0\]\[0\]\.subnet must be a subnet/)
  })
})

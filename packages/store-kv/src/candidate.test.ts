import { type Address, formatAddress, parseAddress, readPool } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { candidateOf } from "./candidate.js"
import { formatCrowd, isCrowd } from "./crowd.js"

const rangeSetOf = (subnet: string) => {
  const pool = readPool("net", [[{ subnet }]])
  const [rangeSet] = pool._tag === "Right" ? pool.right.rangeSets : []
  if (rangeSet === undefined) throw new Error(`${subnet} makes no range set`)
  return rangeSet
}

const ip = (text: string): Address => {
  const parsed = parseAddress(text)
  if (parsed._tag === "None") throw new Error(`${text} is no address`)
  return parsed.value
}

const wide = rangeSetOf("10.0.0.0/16")
const nobody = () => false
const chosen = (...args: Parameters<typeof candidateOf>): string => {
  const candidate = candidateOf(...args)
  return candidate._tag === "Look" ? "look" : formatAddress(candidate.address)
}

describe("the address to try first", () => {
  it("is the one behind the last", () => {
    const cursor = { address: ip("10.0.0.7"), free: undefined }
    expect(chosen(wide, cursor, undefined, false, nobody)).toBe("10.0.0.8")
  })

  it("is none that this process is just reserving", () => {
    const isTried = (one: Address) => one.value < ip("10.0.0.5").value
    expect(chosen(wide, undefined, undefined, false, isTried)).toBe("10.0.0.5")
  })

  it("is the first one all the same where all are being reserved", () => {
    const small = rangeSetOf("10.0.0.0/29")
    expect(chosen(small, undefined, undefined, false, () => true)).toBe("10.0.0.2")
  })

  it("is one of the list, in its order", () => {
    const free = [ip("10.0.1.1"), ip("10.0.2.2")]
    expect(chosen(wide, undefined, free, false, nobody)).toBe("10.0.1.1")
    expect(chosen(wide, undefined, free, false, (one) => one.value === free[0]?.value)).toBe(
      "10.0.2.2",
    )
  })

  it("is to be looked for when the list is used up", () => {
    expect(chosen(wide, undefined, [], false, nobody)).toBe("look")
  })
})

describe("the address to try first in a crowd", () => {
  const many = (free: readonly Address[] | undefined) =>
    new Set(Array.from({ length: 200 }, () => chosen(wide, undefined, free, true, nobody)))

  it("is any of the next thousand", () => {
    expect(many(undefined).size).toBeGreaterThan(150)
  })

  it("is not one of a short list where most addresses are free", () => {
    const everySecond = Array.from({ length: 8 }, (_, index) => ip(`10.0.0.${2 + 2 * index}`))
    expect(many(everySecond).size).toBeGreaterThan(150)
  })

  it("is one of the list where few are free", () => {
    const few = [ip("10.0.0.2"), ip("10.0.9.9"), ip("10.0.200.1")]
    expect(many(few)).toEqual(new Set(few.map(formatAddress)))
  })
})

describe("word of a crowd", () => {
  it("holds for a while, and never for longer", () => {
    const word = formatCrowd(1_000_000)
    const ages = [0, 9_000, 11_000, -5_000]
    expect(ages.map((age) => isCrowd(word, 1_000_000 + age))).toEqual([true, true, false, false])
    expect(isCrowd("nonsense", 1_000_000)).toBe(false)
  })
})

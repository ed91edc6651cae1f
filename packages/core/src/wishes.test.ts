import { describe, expect, it } from "vitest"
import { ip, leftOf, pool, rightOf } from "../test/samples.js"
import { explainAllocationError } from "./allocation-error.js"
import { formatAddress } from "./format-address.js"
import { assignRequested } from "./wishes.js"

const { rangeSets } = pool(
  [
    { subnet: "10.0.0.0/29", exclude: ["10.0.0.4"] },
    { subnet: "10.0.1.0/29", gateway: "10.0.1.6" },
  ],
  [{ subnet: "2001:db8::/125" }],
)

const wishes = (...requested: readonly string[]) =>
  rightOf(assignRequested(rangeSets, requested.map(ip))).map(
    ({ requested: one }) => one && formatAddress(one),
  )

const refusal = (...requested: readonly string[]): string =>
  explainAllocationError(leftOf(assignRequested(rangeSets, requested.map(ip))))

describe("requested addresses", () => {
  it("go to the range sets that enclose them, in whatever order they come", () => {
    expect(wishes()).toEqual([undefined, undefined])
    expect(wishes("2001:db8::3")).toEqual([undefined, "2001:db8::3"])
    expect(wishes("2001:db8::3", "10.0.1.2")).toEqual(["10.0.1.2", "2001:db8::3"])
  })

  it("count once however often they are named", () => {
    expect(wishes("10.0.0.2", "2001:db8::3", "10.0.0.2")).toEqual(["10.0.0.2", "2001:db8::3"])
  })

  it.each([
    [["10.0.9.9"], "failed to allocate all requested IPs: 10.0.9.9"],
    [["10.0.0.2", "10.0.0.3"], "failed to allocate all requested IPs: 10.0.0.3"],
    [["10.0.0.7", "::7", "10.0.0.2"], "failed to allocate all requested IPs: 10.0.0.7 ::7"],
    [["10.0.0.1"], "requested ip 10.0.0.1 is subnet's gateway"],
    [["10.0.1.6"], "requested ip 10.0.1.6 is subnet's gateway"],
    [
      ["10.0.0.4"],
      "requested ip 10.0.0.4 is excluded from range set 10.0.0.1-10.0.0.6,10.0.1.1-10.0.1.6",
    ],
  ])("%j are refused: %s", (requested, sentence) => {
    expect(refusal(...requested)).toBe(sentence)
  })
})

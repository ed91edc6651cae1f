import { describe, expect, it } from "vitest"
import { cidr, ip, leftOf, rightOf } from "../../test/samples.js"
import { decode, explainDecodeError } from "./decode.js"
import { RouteConfig } from "./route.js"

describe("a route", () => {
  it("keeps the host bits of its destination, and everything else that it says", () => {
    const route = { dst: "10.5.6.7/8", gw: "10.0.0.1", mtu: 1400, advmss: 0, table: 0, scope: 253 }
    expect(rightOf(decode(RouteConfig)(route))).toEqual({
      ...route,
      dst: cidr("10.5.6.7/8"),
      gw: ip("10.0.0.1"),
    })
  })

  it("is refused without a destination", () => {
    expect(explainDecodeError(leftOf(decode(RouteConfig)({ gw: "10.0.0.1" })))).toBe(
      "dst must be a subnet in CIDR notation, found nothing",
    )
  })
})

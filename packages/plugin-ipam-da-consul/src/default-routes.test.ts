import { formatAddress, formatCidr, parseAddress } from "@cni-ipam/core"
import { none } from "fp-ts/lib/Option.js"
import { expect, it } from "vitest"
import { defaultRoutes } from "./default-routes.js"

const resultAddress = (text: string, gateway?: string) => {
  const address = parseAddress(text)
  if (address._tag === "None") throw new Error(text)
  return {
    address: address.value,
    prefixLength: 24,
    gateway: gateway === undefined ? none : parseAddress(gateway),
  }
}

const shown = (...addresses: Parameters<typeof defaultRoutes>[0]) =>
  defaultRoutes(addresses).map(({ dst, gw }) => [formatCidr(dst), gw && formatAddress(gw)])

it("there is one route for each family, by the first gateway there is", () => {
  expect(
    shown(
      resultAddress("10.0.0.2"),
      resultAddress("10.1.0.2", "10.1.0.1"),
      resultAddress("10.2.0.2", "10.2.0.1"),
      resultAddress("fd00::2"),
    ),
  ).toEqual([
    ["0.0.0.0/0", "10.1.0.1"],
    ["::/0", undefined],
  ])
  expect(shown()).toEqual([])
})

import { expect, it } from "vitest"
import { ratesIn } from "./memory-store.js"

it("the rates of the memory store are read from what its benchmark prints", () => {
  const output = `IPv4 /16, empty           248,863 pairs/s, best   255,011
IPv6 /64, 60 000 leases    53,812 pairs/s, best   169,019
`
  expect(ratesIn(output)).toEqual([
    { name: "IPv4 /16, empty", pairsPerSecond: 248_863 },
    { name: "IPv6 /64, 60 000 leases", pairsPerSecond: 53_812 },
  ])
})

it("a benchmark of the memory store that prints no rate is an error", () => {
  expect(() => ratesIn("all is well\n")).toThrow("all is well")
})

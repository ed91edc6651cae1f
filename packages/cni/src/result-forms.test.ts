import type { Route } from "@cni-ipam/core"
import { decode, parseAddress, RouteConfig } from "@cni-ipam/core"
import { none } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import type { Result, ResultAddress } from "./result.js"
import { alphabeticalList, listWithFamilies, oneOfEachFamily } from "./result-forms.js"

const given = (text: string, prefixLength: number, gateway: string): ResultAddress => {
  const address = parseAddress(text)
  if (address._tag === "None") throw new Error(`a test has a bad address: ${text}`)
  return { address: address.value, prefixLength, gateway: parseAddress(gateway) }
}

const route = (fields: object): Route => {
  const decoded = decode(RouteConfig)(fields)
  if (decoded._tag === "Left") throw new Error(`a test has a bad route: ${decoded.left.path}`)
  return decoded.right
}

const result: Result = {
  addresses: [given("10.0.0.2", 24, "10.0.0.1"), given("fd00::2", 64, "fe80::1")],
  routes: [
    route({ dst: "0.0.0.0/0" }),
    route({
      scope: 0,
      table: 0,
      priority: 5,
      advmss: 3,
      mtu: 1400,
      gw: "10.0.0.9",
      dst: "10.5.6.7/8",
    }),
    route({ dst: "FD00:0:0::1/48", gw: "fd00::9", mtu: 0, advmss: 0, priority: 0 }),
  ],
  dns: { nameservers: ["192.0.2.1"], domain: "d", search: ["s"], options: ["o"] },
}

/** Keys in order: what `toEqual` does not look at, and a byte-for-byte comparison does. */
const written = (value: object): string => JSON.stringify(value)

describe("the form of 0.1.0 and 0.2.0", () => {
  it("has one address of each family, with the routes of that family", () => {
    expect(written(oneOfEachFamily(result))).toBe(
      written({
        ip4: {
          ip: "10.0.0.2/24",
          gateway: "10.0.0.1",
          routes: [{ dst: "0.0.0.0/0" }, { dst: "10.5.6.7/8", gw: "10.0.0.9" }],
        },
        ip6: {
          ip: "fd00::2/64",
          gateway: "fe80::1",
          routes: [{ dst: "fd00::1/48", gw: "fd00::9" }],
        },
        dns: { nameservers: ["192.0.2.1"], domain: "d", search: ["s"], options: ["o"] },
      }),
    )
  })

  it("has no place for the routes of a family without an address", () => {
    const ofFour = { ...result, addresses: result.addresses.slice(0, 1) }
    expect(Object.keys(JSON.parse(written(oneOfEachFamily(ofFour))))).toEqual(["ip4", "dns"])
  })
})

describe("the form of 0.3.0 to 0.4.0", () => {
  it("has all addresses with their families, and whole routes", () => {
    expect(written(listWithFamilies(result))).toBe(
      written({
        ips: [
          { version: "4", address: "10.0.0.2/24", gateway: "10.0.0.1" },
          { version: "6", address: "fd00::2/64", gateway: "fe80::1" },
        ],
        routes: [
          { dst: "0.0.0.0/0" },
          {
            dst: "10.5.6.7/8",
            gw: "10.0.0.9",
            mtu: 1400,
            advmss: 3,
            priority: 5,
            table: 0,
            scope: 0,
          },
          { dst: "fd00::1/48", gw: "fd00::9" },
        ],
        dns: { nameservers: ["192.0.2.1"], domain: "d", search: ["s"], options: ["o"] },
      }),
    )
  })
})

describe("the form since 1.0.0", () => {
  it("has its keys by the alphabet", () => {
    expect(written(alphabeticalList(result))).toBe(
      written({
        dns: { domain: "d", nameservers: ["192.0.2.1"], options: ["o"], search: ["s"] },
        ips: [
          { address: "10.0.0.2/24", gateway: "10.0.0.1" },
          { address: "fd00::2/64", gateway: "fe80::1" },
        ],
        routes: [
          { dst: "0.0.0.0/0" },
          {
            advmss: 3,
            dst: "10.5.6.7/8",
            gw: "10.0.0.9",
            mtu: 1400,
            priority: 5,
            scope: 0,
            table: 0,
          },
          { dst: "fd00::1/48", gw: "fd00::9" },
        ],
      }),
    )
  })
})

describe("a result without gateway, routes and DNS", () => {
  const bare: Result = {
    addresses: [{ ...given("10.0.0.2", 24, "10.0.0.1"), gateway: none }],
    routes: [],
    dns: {},
  }

  it("still has an empty DNS part before 1.0.0", () => {
    expect(written(oneOfEachFamily(bare))).toBe('{"ip4":{"ip":"10.0.0.2/24"},"dns":{}}')
    expect(written(listWithFamilies(bare))).toBe(
      '{"ips":[{"version":"4","address":"10.0.0.2/24"}],"dns":{}}',
    )
  })

  it("has the address alone since 1.0.0", () => {
    expect(written(alphabeticalList(bare))).toBe('{"ips":[{"address":"10.0.0.2/24"}]}')
  })
})

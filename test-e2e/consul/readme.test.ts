/** The configurations in the README of the original plugin, on the built one. */
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, addressOf, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
afterAll(server.release)

/** As it stands there, but for the server. */
const ipam = { type: "consul", dc: "dc1", ...addressOf(server.url) }

const simple = { name: "default", ipam: { ...ipam, subnet: "203.0.113.0/24" } }

const ipv6 = {
  name: "ipv6",
  ipam: {
    ...ipam,
    subnet: "3ffe:ffff:0:01ff::/64",
    "range-start": "3ffe:ffff:0:01ff::0010",
    "range-end": "3ffe:ffff:0:01ff::0020",
    routes: [{ dst: "3ffe:ffff:0:01ff::1/64" }],
  },
}

const ipv4 = {
  name: "ipv4",
  ipam: {
    ...ipam,
    subnet: "203.0.113.1/24",
    "range-start": "203.0.113.10",
    "range-end": "203.0.113.20",
    routes: [{ dst: "203.0.113.0/24" }],
  },
}

/** A runtime without a version in its configuration is of the time of 0.1.0. */
const asWritten = { fields: { cniVersion: undefined } }

describe("the README of the original plugin", () => {
  test("its first configuration gives the first address behind the gateway", async () => {
    const { exit, answer } = await network(bin, simple)("ADD", "f81d4fae", asWritten)
    expect({ exit, answer }).toEqual({
      exit: 0,
      answer: {
        cniVersion: "0.1.0",
        ip4: { ip: "203.0.113.2/24", gateway: "203.0.113.1" },
        dns: {},
      },
    })
    expect(JSON.parse((await server.admin.get("cni-ipam/default")) ?? "null")).toEqual({
      gw: "",
      net: "203.0.113.0/24",
      start: "",
      end: "",
      routes: null,
    })
    const lease: unknown = JSON.parse(
      (await server.admin.get("cni-ipam/default/203.0.113.2")) ?? "null",
    )
    expect(lease).toMatchObject({ ip: "203.0.113.2", id: "f81d4fae", ifname: "eth0" })
  })

  test("its IPv6 addresses are IPv6 addresses in the result, from the range", async () => {
    const { answer } = await network(bin, ipv6)("ADD", "c1", asWritten)
    expect(answer).toEqual({
      cniVersion: "0.1.0",
      ip6: {
        ip: "3ffe:ffff:0:1ff::10/64",
        gateway: "3ffe:ffff:0:1ff::1",
        routes: [{ dst: "3ffe:ffff:0:1ff::1/64" }],
      },
      dns: {},
    })
  })

  test("its range is used to its end and no further, whatever the host bits of its subnet", async () => {
    const call = network(bin, ipv4)
    for (let last = 10; last <= 20; last++) {
      const { answer } = await call("ADD", `c${last}`)
      expect(addressesIn(answer)).toEqual([`203.0.113.${last}/24`])
    }
    const full = await call("ADD", "more")
    expect(full).toMatchObject({ exit: 1, answer: { code: 122 } })
    expect(await call("DEL", "c15")).toMatchObject({ exit: 0, said: "" })
    expect(addressesIn((await call("ADD", "more")).answer)).toEqual(["203.0.113.15/24"])
  })

  test("the names that its program reads are read too, and must say the same", async () => {
    const { "range-start": _, "range-end": __, ...others } = ipv4.ipam
    const range = { rangeStart: "203.0.113.100", RANGEEND: "203.0.113.101" }
    const call = network(bin, { name: "camel", ipam: { ...others, ...range } })
    expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["203.0.113.100/24"])
    const same = { ipam: { "range-start": "203.0.113.100" } }
    expect(addressesIn((await call("ADD", "c2", same)).answer)).toEqual(["203.0.113.101/24"])
    expect(
      (await call("ADD", "c3", { ipam: { "range-start": "203.0.113.10" } })).answer,
    ).toMatchObject({
      code: 7,
      msg: "ipam.range-start: rangeStart says something else: leave one of them out",
    })
  })

  test("what is wrong with a range is said by the name it was given", async () => {
    const call = network(bin, { ...ipv4, name: "wrong" })
    const { answer } = await call("ADD", "c1", { ipam: { "range-start": "203.0.113" } })
    expect(answer).toMatchObject({
      code: 7,
      msg: "ipam.range-start: invalid IP address: 203.0.113",
    })
  })
})

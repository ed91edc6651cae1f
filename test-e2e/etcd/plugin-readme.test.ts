/** The configurations in the README of the Go plugin, on the built one. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn, type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile, folderForTest } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcd } from "../servers/etcd-server.js"
import { atHome } from "./at-home.js"
import { etcdConfigOf } from "./open-store.js"

const bin = await builtPlugins("etcd")
const authority = await makeAuthority(await folderForFile(), "authority")

const twoSets = {
  ranges: [
    [
      {
        subnet: "10.10.0.0/16",
        rangeStart: "10.10.1.20",
        rangeEnd: "10.10.3.50",
        gateway: "10.10.0.254",
      },
      { subnet: "172.16.5.0/24" },
    ],
    [
      {
        subnet: "3ffe:ffff:0:01ff::/64",
        rangeStart: "3ffe:ffff:0:01ff::0010",
        rangeEnd: "3ffe:ffff:0:01ff::0020",
      },
    ],
  ],
  routes: [
    { dst: "0.0.0.0/0" },
    { dst: "192.168.0.0/16", gw: "10.10.5.1" },
    { dst: "3ffe:ffff:0:01ff::1/64" },
  ],
}

const single = {
  subnet: "3ffe:ffff:0:01ff::/64",
  rangeStart: "3ffe:ffff:0:01ff::0010",
  rangeEnd: "3ffe:ffff:0:01ff::0020",
  routes: [{ dst: "3ffe:ffff:0:01ff::1/64" }],
}

/** In the README they have no version, as of the time of 0.1.0. */
const asWritten = { fields: { cniVersion: undefined } }

describe.each(["3.4", "3.5"] as const)("with etcd %s at 127.0.0.1, with TLS", async (version) => {
  const server = await startEtcd({ version, tls: authority })
  afterAll(server.release)
  const etcdConfig = etcdConfigOf({ ...server, url: await atHome(server.url) })
  const named = (name: string, ipam: Fields, more: Fields = {}) =>
    network(bin, { ...more, ipam: { name, type: "etcd", etcdConfig, ...ipam } })
  const folder = "/etcd-cni/networks/"
  const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

  test("the first one returns two addresses, under the name in ipam", async () => {
    const call = named("myetcd-ipam", twoSets)
    expect((await call("ADD", "example", asWritten)).answer).toEqual({
      cniVersion: "0.1.0",
      ip4: {
        ip: "10.10.1.20/16",
        gateway: "10.10.0.254",
        routes: [{ dst: "0.0.0.0/0" }, { dst: "192.168.0.0/16", gw: "10.10.5.1" }],
      },
      ip6: {
        ip: "3ffe:ffff:0:1ff::10/64",
        gateway: "3ffe:ffff:0:1ff::1",
        routes: [{ dst: "3ffe:ffff:0:1ff::1/64" }],
      },
      dns: {},
    })
    const lan = `${folder}myetcd-ipam`
    const leases = [`${lan}/used/10.10.1.20`, `${lan}/used/3ffe:ffff:0:1ff::10`]
    expect(await keys(lan)).toEqual([lan, ...leases])
    expect(await call("DEL", "example", asWritten)).toMatchObject({ exit: 0, said: "" })
    expect(await keys(lan)).toEqual([lan])
  })

  test("the second one has a single range, and passes the resolvConf on", async () => {
    const resolvConf = join(await folderForTest(), "resolv.conf")
    await writeFile(resolvConf, "nameserver 192.0.2.53\nsearch example.org\n")
    const call = named("single", { ...single, resolvConf })
    expect((await call("ADD", "example", asWritten)).answer).toEqual({
      cniVersion: "0.1.0",
      ip6: {
        ip: "3ffe:ffff:0:1ff::10/64",
        gateway: "3ffe:ffff:0:1ff::1",
        routes: [{ dst: "3ffe:ffff:0:1ff::1/64" }],
      },
      dns: { nameservers: ["192.0.2.53"], search: ["example.org"] },
    })
    for (let more = 1; more <= 16; more++)
      expect((await call("ADD", `c${more}`, asWritten)).exit).toBe(0)
    expect((await call("ADD", "one-too-many", asWritten)).answer).toMatchObject({ code: 122 })
  })

  test("its try on the command line gives what it says there, and the name outside counts", async () => {
    const ranges = [[{ subnet: "203.0.113.0/24" }], [{ subnet: "2001:db8:1::/64" }]]
    const outside = { cniVersion: "0.3.1", name: "examplenet" }
    const call = named("myetcd-ipam-2", { ranges }, outside)
    const { answer } = await call("ADD", "example", { ifname: "dummy0" })
    expect(answer).toEqual({
      cniVersion: "0.3.1",
      ips: [
        { version: "4", address: "203.0.113.2/24", gateway: "203.0.113.1" },
        { version: "6", address: "2001:db8:1::2/64", gateway: "2001:db8:1::1" },
      ],
      dns: {},
    })
    expect(await keys(`${folder}examplenet/used/`)).toHaveLength(2)
    expect(await keys(`${folder}myetcd-ipam-2`)).toEqual([])
    expect(await call("DEL", "example", { ifname: "dummy0" })).toMatchObject({ exit: 0, said: "" })
    expect(await keys(`${folder}examplenet/used/`)).toEqual([])
  })

  test("addresses can be asked for in each of the three ways that it knows", async () => {
    const call = named("wishes", twoSets, { cniVersion: "1.0.0" })
    const both = ["172.16.5.7", "3ffe:ffff:0:1ff::15"]
    const inArgs = await call("ADD", "c1", { fields: { args: { cni: { ips: both } } } })
    expect(addressesIn(inArgs.answer)).toEqual(["172.16.5.7/24", "3ffe:ffff:0:1ff::15/64"])
    const inVariable = await call("ADD", "c2", { args: "IP=10.10.2.2" })
    expect(addressesIn(inVariable.answer)[0]).toBe("10.10.2.2/16")
    const taken = await call("ADD", "c3", { args: "IP=10.10.2.2" })
    expect(taken.answer).toMatchObject({ code: 123 })
    const outside = await call("ADD", "c3", { args: "IP=10.99.0.1" })
    expect(outside.answer).toMatchObject({ code: 124 })
    const ipRanges = [[{ subnet: "192.0.2.0/24" }]]
    const more = await call("ADD", "c4", { fields: { runtimeConfig: { ipRanges } } })
    expect(addressesIn(more.answer)).toHaveLength(3)
    expect(addressesIn(more.answer)[0]).toBe("192.0.2.2/24")
  })
})

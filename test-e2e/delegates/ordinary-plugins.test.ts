/** Ordinary IPAM plugins as delegates: the Go host-local of Debian, and ours. */
import { readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { tool } from "../tools/debian.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-delegated", "ipam-ds-static", "ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const hosts = {
  "the Go host-local": dirname(await tool("host-local")),
  "our host-local": await builtPlugins("host-local"),
}

const isLease = (name: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(name)

describe.each(Object.entries(hosts))("%s", (_, folder) => {
  const site = async (delegates: readonly string[], ipam: object = {}) => {
    const dataDir = await folderForTest()
    const call = network(bin, {
      name: "lan",
      cniVersion: "1.0.0",
      ipam: {
        type: "ipam-delegated",
        delegates,
        dataDir,
        ranges: [[{ subnet: "10.80.0.0/24" }]],
        routes: [{ dst: "0.0.0.0/0" }],
        consul_servers: [server.url],
        ...ipam,
      },
    })
    const leases = async () => (await readdir(join(dataDir, "lan"))).filter(isLease)
    return { call, leases, env: { CNI_PATH: `${bin}:${folder}` } }
  }

  test("leases and frees as the only delegate", async () => {
    const { call, leases, env } = await site(["host-local"])
    const { answer } = await call("ADD", "a", { env })
    expect(answer).toMatchObject({
      ips: [{ address: "10.80.0.2/24", gateway: "10.80.0.1" }],
      routes: [{ dst: "0.0.0.0/0" }],
    })
    const after = { env, fields: { prevResult: answer } }
    expect(await call("CHECK", "a", after)).toMatchObject({ exit: 0, said: "" })
    expect(await call("DEL", "a", after)).toMatchObject({ exit: 0, said: "" })
    expect(await leases()).toEqual([])
    expect((await call("CHECK", "a", after)).exit).toBe(1)
  })

  test("gives back its address when a delegate behind it fails", async () => {
    const pools = [{ name: "tiny" }]
    await poolSite(bin, server).define("tiny", [{ subnet: "10.80.1.0/30", gateway: "10.80.1.1" }])
    const { call, leases, env } = await site(["host-local", "ipam-ds-static", "ipam-da-consul"], {
      pools,
    })
    const first = await call("ADD", "a", { env })
    expect(addressesIn(first.answer)).toEqual(["10.80.1.2/30"])
    expect(await leases()).toEqual(["10.80.0.2"])
    expect((await call("ADD", "b", { env })).answer).toMatchObject({
      code: 122,
      msg: "delegate ipam-da-consul failed: tiny does not have any free IP space",
    })
    expect(await leases()).toEqual(["10.80.0.2"])
    expect(await call("DEL", "a", { env })).toMatchObject({ exit: 0, said: "" })
    expect(await leases()).toEqual([])
    expect(await poolSite(bin, server).holders("tiny")).toEqual({})
  })

  test("tells in its own words that it has no address", async () => {
    const { call, leases, env } = await site(["host-local"], {
      ranges: [[{ subnet: "10.80.0.0/30" }]],
    })
    await call("ADD", "a", { env })
    const { exit, answer } = await call("ADD", "b", { env })
    expect(exit).toBe(1)
    expect(answer["msg"]).toMatch(/^delegate host-local failed: .*no IP addresses available/)
    expect(await leases()).toEqual(["10.80.0.2"])
  })
})

test("options of a delegate's store are no matter of another delegate", async () => {
  const dataDir = await folderForTest()
  await poolSite(bin, server).define("mixed", [{ subnet: "10.80.2.0/24" }])
  const call = network(bin, {
    name: "mixed",
    ipam: {
      type: "ipam-delegated",
      delegates: ["host-local", "ipam-ds-static", "ipam-da-consul"],
      store: { type: "disk", dataDir },
      subnet: "10.80.3.0/24",
      consul_servers: [server.url],
      pools: [{ name: "mixed" }],
    },
  })
  const env = { CNI_PATH: `${bin}:${hosts["our host-local"]}` }
  const fields = { "cni.dev/valid-attachments": [] }
  await call("ADD", "a", { env })
  for (const command of ["STATUS", "GC"])
    expect(await call(command, undefined, { env, fields })).toMatchObject({ exit: 0, said: "" })
  expect(await poolSite(bin, server).holders("mixed")).toEqual({})
  expect((await readdir(join(dataDir, "mixed"))).filter(isLease)).toEqual([])
})

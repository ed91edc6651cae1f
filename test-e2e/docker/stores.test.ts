/** The driver on each of its stores, through real HTTP; and what it says of wrong settings. */
import { execFile } from "node:child_process"
import { readdir } from "node:fs/promises"
import { join, relative } from "node:path"
import { promisify } from "node:util"
import { afterAll, describe, expect, test, vi } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startConsul } from "../servers/consul-server.js"
import { startEtcd } from "../servers/etcd-server.js"
import { textAt } from "../servers/json-at.js"
import { startDriver } from "./driver-process.js"

const documentsLock = ".cni-ipam/.documents/lock"
const program = await builtPlugin("kontena-ipam")
const folder = await folderForFile()

const authority = await makeAuthority(folder, "authority")
const consul = await startConsul()
afterAll(consul.release)
const etcd = await startEtcd({ tls: authority })
afterAll(etcd.release)

interface Place {
  readonly env: Readonly<Record<string, string>>
  /** What is in the store, past all code of ours. */
  readonly content: () => Promise<readonly string[]>
}

const dataDir = join(folder, "data")

const filesIn = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
}

const stores: Readonly<Record<string, Place>> = {
  disk: {
    env: { IPAM_STORE: "disk", IPAM_DATA_DIR: dataDir },
    // The lock of all documents is the store's own.
    content: async () => (await filesIn(dataDir)).filter((one) => one !== documentsLock),
  },
  consul: {
    env: { IPAM_STORE: "consul", CONSUL_HTTP_ADDR: consul.url },
    content: async () => [...(await consul.admin.list("kontena/")).keys()],
  },
  "etcd with TLS": {
    env: {
      ETCD_ENDPOINT: etcd.url,
      ETCD_CACERT: etcd.credentials?.authority ?? "",
      ETCD_CERT: etcd.credentials?.certificate ?? "",
      ETCD_KEY: etcd.credentials?.key ?? "",
    },
    content: async () => [...(await etcd.admin.list("/")).keys()],
  },
}

for (const [name, { env, content }] of Object.entries(stores))
  describe(`the driver on ${name}`, async () => {
    const place = { program, folder: join(folder, name), env: { ...env, NODE_ID: "n1" } }

    test("keeps pools and addresses over a kill", async () => {
      const driver = await startDriver(place)
      const pool = { AddressSpace: "l", Options: { network: "a" }, V6: false }
      expect(await driver.ask("IpamDriver.RequestPool", pool)).toMatchObject({
        Pool: "10.80.0.0/24",
      })
      const address = { PoolID: "a", Address: "", Options: null }
      const first = textAt(await driver.ask("IpamDriver.RequestAddress", address), "Address")
      expect(first).toBe("10.80.0.2/24")
      await driver.restart()
      const figures = await driver.figures()
      expect(figures).toContain("kontena_ipam_pools 1")
      expect(figures).toContain('kontena_ipam_pool_used_addresses{pool="a"} 1')
      expect(figures).toContain('kontena_ipam_pool_free_addresses{pool="a"} 252')
      const second = textAt(await driver.ask("IpamDriver.RequestAddress", address), "Address")
      expect(second).toBe("10.80.0.3/24")
      expect(
        await driver.ask("IpamDriver.RequestAddress", { ...address, Address: "10.80.0.2" }),
      ).toMatchObject({ Error: expect.stringContaining("Allocation conflict") })
      expect((await content()).length).toBeGreaterThan(6)
      for (const Address of ["10.80.0.2", "10.80.0.3"])
        expect(await driver.ask("IpamDriver.ReleaseAddress", { PoolID: "a", Address })).toEqual({})
      expect(await driver.ask("IpamDriver.ReleasePool", { PoolID: "a" })).toEqual({})
      expect(await driver.ask("IpamDriver.ReleasePool", { PoolID: "a" })).toMatchObject({
        Error: expect.stringContaining("Pool not found: a"),
      })
      await driver.stop()
      expect(await content()).toEqual([])
    })
  })

test("the figures tell within two seconds that the store does not answer", async () => {
  const { env } = stores["etcd with TLS"] ?? { env: {} }
  const place = { program, folder: join(folder, "paused"), env: { ...env, NODE_ID: "n1" } }
  const driver = await startDriver(place)
  afterAll(driver.kill)
  await driver.ask("IpamDriver.RequestPool", { Options: { network: "a" }, V6: false })
  const samples = async () =>
    (await driver.figures()).split("\n").filter((line) => /^kontena_ipam_(?:store|pool)/.test(line))
  const up = [
    "kontena_ipam_store_up 1",
    "kontena_ipam_pools 1",
    'kontena_ipam_pool_used_addresses{pool="a"} 0',
    'kontena_ipam_pool_free_addresses{pool="a"} 253',
  ]
  expect(await samples()).toEqual(up)
  etcd.pause()
  const begun = performance.now()
  expect(await samples()).toEqual(["kontena_ipam_store_up 0"])
  expect(performance.now() - begun).toBeLessThan(3000)
  etcd.resume()
  await vi.waitFor(async () => expect(await samples()).toEqual(up), 10_000)
})

describe("a driver that cannot start says why", () => {
  test.each([
    [{ KONTENA_IPAM_SUPERNET: "fd80::/48" }, "Supernet must be an IPv4 address, found fd80::/48"],
    [{ KONTENA_IPAM_SUPERNET: "10.80.0.1/12" }, "KONTENA_IPAM_SUPERNET must be a network, such as"],
    [{ KONTENA_IPAM_SUBNET_LENGTH: "33" }, "KONTENA_IPAM_SUBNET_LENGTH must be a number from 12"],
    [{ KONTENA_IPAM_SUBNET_LENGTH: "8" }, "KONTENA_IPAM_SUBNET_LENGTH must be a number from 12"],
    [{ IPAM_STORE: "zookeeper" }, "IPAM_STORE must be one of etcd, disk, consul"],
    [{ ETCD_ENDPOINT: "nonsense:x" }, "cannot use the store etcd: endpoints"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be a number from 0 to 5"],
    [{ NODE_ID: "a b" }, "NODE_ID must be a name without spaces and slashes"],
    [{ IPAM_METRICS_ADDRESS: "x" }, "IPAM_METRICS_ADDRESS must be a host and a port"],
  ])("%j", async (env, sentence) => {
    const run = promisify(execFile)(program, [], { env: { IPAM_SOCKET_DIR: folder, ...env } })
    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) })
  })
})

/** How often the driver asks its server for a pool, with a proxy between that counts, among very many. */
import { afterAll, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { startEtcd } from "../servers/etcd-server.js"
import { httpCall } from "../servers/http-call.js"
import { textAt } from "../servers/json-at.js"
import { startProxy } from "../servers/proxy.js"
import { startDriver } from "./driver-process.js"

const program = await builtPlugin("kontena-ipam")
const etcd = await startEtcd()
afterAll(etcd.release)
const consul = await startConsul()
afterAll(consul.release)

const base64 = (text: string): string => Buffer.from(text).toString("base64")

/** Subnets of others, who tell nobody: of each /12 from 10.80.0.0 on the first `count` /28s. */
const subnets = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, number) => `10.${80 + (number >> 12)}.${(number >> 4) & 255}.${(number & 15) << 4}/28`,
  )

const nameOf = (subnet: string): string => subnet.replace(/\/.*/, "")
const textOf = (subnet: string): string => base64(JSON.stringify({ address: subnet }))

interface Server {
  readonly url: string
  /** For a pool. Consul has to be asked again, where some of the keys that were asked for are not there. */
  readonly requests: number
  readonly env: (url: string) => Readonly<Record<string, string>>
  readonly putsAtOnce: number
  readonly put: (subnets: readonly string[]) => Promise<unknown>
}

const servers: Readonly<Record<string, Server>> = {
  etcd: {
    url: etcd.url,
    requests: 5,
    env: (url) => ({ ETCD_ENDPOINT: url }),
    putsAtOnce: 100,
    put: (all) => {
      const success = all.map((subnet) => ({
        requestPut: {
          key: base64(`/kontena/ipam/subnets/${nameOf(subnet)}`),
          value: textOf(subnet),
        },
      }))
      const body = JSON.stringify({ success })
      return httpCall({ url: `${etcd.url}/v3/kv/txn`, method: "POST", body })
    },
  },
  Consul: {
    url: consul.url,
    requests: 8,
    env: (url) => ({ IPAM_STORE: "consul", CONSUL_HTTP_ADDR: url }),
    putsAtOnce: 64,
    put: (all) => {
      const body = JSON.stringify(
        all.map((subnet) => ({
          KV: {
            Verb: "set",
            Key: `kontena/ipam/.cni-ipam/documents/subnets/${nameOf(subnet)}`,
            Value: textOf(subnet),
          },
        })),
      )
      return httpCall({ url: `${consul.url}/v1/txn`, method: "PUT", body })
    },
  },
}

for (const [name, server] of Object.entries(servers))
  test(`a pool costs as many requests to ${name} alone, among 4 000 and among 60 000`, async () => {
    const proxy = await startProxy(server.url)
    afterAll(proxy.stop)
    const driver = await startDriver({
      program,
      folder: await folderForFile(),
      env: { ...server.env(proxy.url), NODE_ID: "n1" },
    })
    afterAll(driver.kill)
    const write = async (all: readonly string[]) => {
      for (let first = 0; first < all.length; first += server.putsAtOnce)
        expect(await server.put(all.slice(first, first + server.putsAtOnce))).toMatchObject({
          status: 200,
        })
    }
    const make = async (network: string) => {
      proxy.reset()
      const answer = await driver.ask("IpamDriver.RequestPool", { Options: { network }, V6: false })
      return [textAt(answer, "Pool"), proxy.traffic().requests.length]
    }
    const remove = async (PoolID: string) => {
      proxy.reset()
      expect(await driver.ask("IpamDriver.ReleasePool", { PoolID })).toEqual({})
      return proxy.traffic().requests.length
    }
    await make("warm")
    const [subnet, requests] = await make("alone")
    expect(subnet).toBe("10.80.1.0/24")
    expect(requests).toBe(server.requests)
    const removal = await remove("alone")
    await remove("warm")

    await write(subnets(4000))
    // The first one finds what others have written, and tells all nodes.
    expect((await make("finds"))[0]).toBe("10.80.250.0/24")
    expect(await make("among")).toEqual(["10.80.251.0/24", requests])
    expect(await remove("finds")).toBe(removal)
    expect(await make("gap")).toEqual(["10.80.250.0/24", requests])

    await write(subnets(60_000))
    expect((await make("finds"))[0]).toBe("10.94.166.0/24")
    expect(await make("more")).toEqual(["10.94.167.0/24", requests])
    expect(await remove("finds")).toBe(removal)
    expect(await make("again")).toEqual(["10.94.166.0/24", requests])
  })

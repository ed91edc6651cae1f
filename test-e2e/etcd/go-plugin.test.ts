/** The keys of the Go plugin: what it has left is honoured, and what operators look at is there. */
import type { Owner, Store } from "@cni-ipam/core"
import {
  allocate,
  allocateDefined,
  formatAddress,
  leases,
  makePool,
  parseCidr,
  release,
} from "@cni-ipam/core"
import { afterAll, describe, expect, test } from "vitest"
import { startEtcd } from "../servers/etcd-server.js"
import { openStore, poolOf, transports } from "./open-store.js"

const server = await startEtcd()
afterAll(server.release)

const folder = "/etcd-cni/networks/"

/** The address that a new container is given. */
const allocated = async (store: Store, network: string, owner: Owner): Promise<string> => {
  const made = await allocate(store)({ pool: poolOf(network, "10.1.0.0/29"), owner })()
  if (made._tag === "Left") throw new Error(made.left._tag)
  return made.right.map(({ lease }) => formatAddress(lease.address)).join()
}

describe.each(transports)("by %s", (transport) => {
  const open = () => openStore({ etcdConfig: { etcdURL: server.url }, transport })
  const nameOf = (what: string) => `${what}-${transport}`

  test("leases of the Go plugin are honoured, and end with their containers", async () => {
    const network = nameOf("legacy")
    const used = `${folder}${network}/used/`
    // Digits only are JSON as well.
    await server.admin.put(`${used}10.1.0.2`, "1234567890")
    await server.admin.put(`${used}10.1.0.3`, "0123abcdef")
    await server.admin.put(`${folder}${network}/lastReserved/0`, "10.1.0.2")
    await server.admin.put(`${folder}${network}/lock`, "7587862120913155072")
    const store = await open()
    const owner = { containerId: "new", ifname: "eth0" }
    const address = await allocated(store, network, owner)
    expect(address).toMatch(/^10\.1\.0\.[456]$/)
    expect(await store.networks()).toMatchObject({ right: expect.arrayContaining([network]) })
    const old = { containerId: "0123abcdef", ifname: "eth0" }
    expect(await release(store)({ network, owner: old })()).toMatchObject({
      right: [{ owner: { containerId: "0123abcdef", ifname: "" } }],
    })
    const all = await leases(store)(network)()
    expect(all).toMatchObject({
      right: {
        problems: [],
        leases: [{ owner: { containerId: "1234567890" } }, { owner: { containerId: "new" } }],
      },
    })
    const digits = { containerId: "1234567890", ifname: "eth0" }
    expect(await release(store)({ network, owner: digits })()).toMatchObject({ right: [{}] })
    // The plugin's other keys are as they were.
    expect([...(await server.admin.list(`${folder}${network}/`)).keys()]).toEqual([
      `${folder}${network}/lastReserved/0`,
      `${folder}${network}/lock`,
      `${used}${address}`,
    ])
    await store.close()
  })

  test("what strangers have put there keeps its address, and is told of", async () => {
    const network = nameOf("strange")
    const used = `${folder}${network}/used/`
    const strange = { "10.1.0.2": "not a container", "10.1.0.3": '{"id": 7}', "10.1.0.4": "" }
    for (const [address, value] of Object.entries(strange))
      await server.admin.put(`${used}${address}`, value)
    await server.admin.put(`${used}nonsense`, "0123abcdef")
    const store = await open()
    const owner = { containerId: "new", ifname: "eth0" }
    expect(await allocated(store, network, owner)).toMatch(/^10\.1\.0\.[56]$/)
    expect(await leases(store)(network)()).toMatchObject({
      right: {
        problems: [
          `${used}10.1.0.2 holds no lease`,
          `${used}10.1.0.3 holds no lease`,
          `${used}10.1.0.4 holds no lease`,
        ],
        leases: [{ owner }],
      },
    })
    await store.close()
  })

  test("a network defined by the Go plugin is known, and one of ours looks as if it were", async () => {
    const network = nameOf("defined")
    const ranges =
      '[[{"rangeStart":"10.2.0.20","rangeEnd":"10.2.0.50","subnet":"10.2.0.0/24","gateway":"10.2.0.254"}]]'
    await server.admin.put(`${folder}${network}`, ranges)
    const store = await open()
    const poolFrom = (name: string) => (definition: Parameters<typeof makePool>[1]) =>
      makePool(name, definition)
    const request = (name: string) => ({
      network: name,
      owner: { containerId: "new", ifname: "eth0" },
      poolOf: poolFrom(name),
    })
    const known = await allocateDefined(store)({ ...request(network), definition: [] })()
    expect(known).toMatchObject({ right: [{ prefixLength: 24 }] })
    expect(await server.admin.get(`${folder}${network}`)).toBe(ranges)
    const subnet = parseCidr("10.3.0.0/24")
    if (subnet._tag === "None") throw new Error("no subnet")
    const definition = [[{ subnet: subnet.value }]]
    await allocateDefined(store)({ ...request(nameOf("ours")), definition })()
    expect(await server.admin.get(`${folder}${nameOf("ours")}`)).toBe(
      '[[{"subnet":"10.3.0.0/24"}]]',
    )
    await store.close()
  })

  test("the README's query shows the leases", async () => {
    const network = nameOf("shown")
    const store = await open()
    const owner = { containerId: "web-1", ifname: "eth0" }
    const address = await allocated(store, network, owner)
    const shown = await server.admin.list(folder)
    expect(JSON.parse(shown.get(`${folder}${network}/used/${address}`) ?? "null")).toMatchObject({
      ip: address,
      id: "web-1",
      ifname: "eth0",
    })
    await store.close()
  })
})

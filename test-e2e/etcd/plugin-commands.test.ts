/** The commands of the built plugin on real etcd, in every version of CNI. */
import { hostname } from "node:os"
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn, type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startEtcd } from "../servers/etcd-server.js"
import { freePorts } from "../servers/free-ports.js"

const bin = await builtPlugins("etcd")
const server = await startEtcd()
afterAll(server.release)

const lan = (name: string, ipam: Fields = {}) =>
  network(bin, {
    name,
    ipam: { type: "etcd", etcdConfig: { etcdURL: server.url }, subnet: "10.0.0.0/24", ...ipam },
  })

const leasesOf = async (name: string): Promise<Fields> => {
  const folder = `/etcd-cni/networks/${name}/used/`
  const entries = [...(await server.admin.list(folder))]
  return Object.fromEntries(
    entries.map(([key, value]): [string, unknown] => [key.slice(folder.length), JSON.parse(value)]),
  )
}

const withCheck = ["0.4.0", "1.0.0", "1.1.0"]
const versions = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", ...withCheck]

test.each(versions)("a container's life goes by CNI %s", async (cniVersion) => {
  const name = `v${cniVersion}`
  const ranges = [[{ subnet: "10.0.0.0/24" }], [{ subnet: "fd00::/64" }]]
  const call = lan(name, { subnet: undefined, ranges })
  const fields = { cniVersion }
  const { exit, answer } = await call("ADD", "c1", { fields })
  expect({ exit, version: answer["cniVersion"] }).toEqual({ exit: 0, version: cniVersion })
  expect(addressesIn(answer)).toEqual(["10.0.0.2/24", "fd00::2/64"])
  const held = { fields: { cniVersion, prevResult: answer } }
  if (withCheck.includes(cniVersion)) {
    expect(await call("CHECK", "c1", held)).toMatchObject({ exit: 0, said: "" })
    expect(await call("CHECK", "c2", held)).toMatchObject({ exit: 1, answer: { code: 126 } })
  }
  expect(await call("ADD", "c1", { fields })).toMatchObject({ exit: 1, answer: { code: 121 } })
  expect(await call("DEL", "c1", held)).toMatchObject({ exit: 0, said: "" })
  expect(await call("DEL", "c1", held)).toMatchObject({ exit: 0, said: "" })
  expect(await leasesOf(name)).toEqual({})
})

test("a lease says whose it is, and of which node", async () => {
  await lan("told", { node: "worker-7" })("ADD", "c1", { args: "IgnoreUnknown=1;K8S_POD_NAME=web" })
  await lan("told")("ADD", "c2")
  expect(await leasesOf("told")).toMatchObject({
    "10.0.0.2": { ip: "10.0.0.2", id: "c1", ifname: "eth0", node: "worker-7", podName: "web" },
    "10.0.0.3": { ip: "10.0.0.3", id: "c2", ifname: "eth0", node: hostname() },
  })
})

describe("GC", () => {
  test("ends the leases of its own node that are not valid any more, and no others", async () => {
    const node = (name: string) => lan("gc", { node: name })
    for (const [name, id] of [
      ["n1", "kept"],
      ["n1", "stale"],
      ["n2", "foreign"],
    ] as const)
      expect((await node(name)("ADD", id)).exit).toBe(0)
    await server.admin.put("/etcd-cni/networks/gc/used/10.0.0.77", "of-the-go-plugin")
    const gc = (name: string) => {
      const valid = [{ containerID: "kept", ifname: "eth0" }]
      return node(name)("GC", undefined, { fields: { "cni.dev/valid-attachments": valid } })
    }
    const left = async () => [...(await server.admin.list("/etcd-cni/networks/gc/used/")).keys()]
    const key = (ip: string) => `/etcd-cni/networks/gc/used/${ip}`
    // From now on its owner is known without a look at all leases.
    const added = "10.0.0.77 was not listed as held by of-the-go-plugin"
    expect(await gc("n1")).toMatchObject({ exit: 0, said: expect.stringContaining(added) })
    expect(await left()).toEqual([key("10.0.0.2"), key("10.0.0.4"), key("10.0.0.77")])
    expect(await gc("n2")).toMatchObject({ exit: 0, said: "" })
    expect(await left()).toEqual([key("10.0.0.2"), key("10.0.0.77")])
  })

  test("mends what an operator has broken, and says so", async () => {
    const call = lan("broken")
    for (const id of ["c1", "c2"]) await call("ADD", id)
    await server.admin.remove("/etcd-cni/networks/broken/used/10.0.0.2")
    const valid = ["c1", "c2"].map((containerID) => ({ containerID, ifname: "eth0" }))
    const { exit, said } = await call("GC", undefined, {
      fields: { "cni.dev/valid-attachments": valid },
    })
    expect(exit).toBe(0)
    expect(said).toContain("10.0.0.2 was listed as held by c1 (eth0), and is not")
    expect(addressesIn((await call("ADD", "c1")).answer)).toHaveLength(1)
  })
})

describe("STATUS", () => {
  test("says nothing if an ADD could succeed, and writes nothing", async () => {
    expect(await lan("ready")("STATUS")).toMatchObject({ exit: 0, said: "" })
    expect(await server.admin.list("/etcd-cni/networks/ready")).toEqual(new Map())
  })

  test("is code 50 if the range is full", async () => {
    const call = lan("full", { subnet: "10.0.0.0/30" })
    expect((await call("ADD", "c1")).exit).toBe(0)
    expect(await call("STATUS")).toMatchObject({ exit: 1, answer: { code: 50 } })
    expect((await call("ADD", "c2")).answer).toMatchObject({ code: 122 })
  })

  test("is code 50 if no server answers, and soon", async () => {
    const [port] = await freePorts("127.0.0.1", 1)
    const call = lan("gone", { etcdConfig: { etcdURL: `http://127.0.0.1:${port}` } })
    const { exit, answer, took } = await call("STATUS")
    expect({ exit, answer }).toMatchObject({ exit: 1, answer: { code: 50 } })
    expect(took).toBeLessThan(5000)
  })
})

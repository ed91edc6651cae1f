/** The commands of the built plugin on a real Consul, in every version of CNI. */
import { hostname } from "node:os"
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { freePorts } from "../servers/free-ports.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
afterAll(server.release)

const lan = (name: string, ipam: Fields = {}) =>
  network(bin, {
    name,
    ipam: { type: "consul", ...addressOf(server.url), subnet: "10.0.0.0/24", ...ipam },
  })

const leasesOf = async (name: string) => {
  const entries = [...(await server.admin.list(`cni-ipam/${name}/`))]
  return Object.fromEntries(
    entries.map(([key, value]): [string, unknown] => [
      key.slice(`cni-ipam/${name}/`.length),
      JSON.parse(value),
    ]),
  )
}

const withCheck = ["0.4.0", "1.0.0", "1.1.0"]
const versions = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", ...withCheck]

describe.each(versions)("CNI %s", (cniVersion) => {
  test("a container is given addresses of both families, holds them, and gives them back", async () => {
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
})

test("a controller finds the MAC address, the pod and the node in the lease", async () => {
  const call = lan("pods", { node: "worker-7" })
  const before = Date.now()
  const args =
    "IgnoreUnknown=1;MAC=0a:58:0a:00:00:05;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web;IP=10.0.0.5"
  expect((await call("ADD", "c1", { args })).exit).toBe(0)
  const allocatedAt: unknown = expect.any(Number)
  const leases = await leasesOf("pods")
  expect(leases).toEqual({
    "10.0.0.5": {
      ip: "10.0.0.5",
      mac: "0a:58:0a:00:00:05",
      id: "c1",
      ifname: "eth0",
      rangeSet: "0",
      node: "worker-7",
      allocatedAt,
      podNamespace: "default",
      podName: "web",
    },
  })
  expect(JSON.stringify(leases)).toMatch(
    new RegExp(`"allocatedAt":${`${before}`.slice(0, -5)}\\d{5}`),
  )
})

test("a lease names the host if no node is named, and no MAC address as the original plugin does", async () => {
  await lan("host")("ADD", "c1")
  expect(await leasesOf("host")).toMatchObject({
    "10.0.0.2": { node: hostname(), mac: "00:00:00:00:00:00" },
  })
})

test("a requested address that somebody holds is refused, and one of no range too", async () => {
  const call = lan("wishes")
  expect((await call("ADD", "c1", { args: "IP=10.0.0.9" })).exit).toBe(0)
  const codes = ["IP=10.0.0.9", "IP=10.0.0.1", "IP=10.1.0.1"].map(
    async (args) => (await call("ADD", "c2", { args })).answer["code"],
  )
  expect(await Promise.all(codes)).toEqual([123, 124, 124])
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
    const valid = [{ containerID: "kept", ifname: "eth0" }]
    const fields = { "cni.dev/valid-attachments": valid }
    expect(await node("n1")("GC", undefined, { fields })).toMatchObject({ exit: 0, said: "" })
    expect(Object.values(await leasesOf("gc"))).toMatchObject([{ id: "kept" }, { id: "foreign" }])
    expect(await node("n2")("GC", undefined, { fields })).toMatchObject({ exit: 0, said: "" })
    expect(Object.values(await leasesOf("gc"))).toMatchObject([{ id: "kept" }])
    const indexed = [...(await server.admin.list("cni-ipam/.cni-ipam/networks/gc/owners/")).keys()]
    expect(indexed).toHaveLength(1)
  })

  test("takes the host for the node if the configuration names none", async () => {
    await lan("gc-host")("ADD", "mine")
    await lan("gc-host", { node: "elsewhere" })("ADD", "foreign")
    const fields = { "cni.dev/valid-attachments": [] }
    expect((await lan("gc-host")("GC", undefined, { fields })).exit).toBe(0)
    expect(Object.values(await leasesOf("gc-host"))).toMatchObject([{ id: "foreign" }])
  })

  test("mends what an operator has broken, and says so", async () => {
    const call = lan("broken")
    await call("ADD", "c1")
    await call("ADD", "c2")
    await server.admin.remove("cni-ipam/broken/10.0.0.2")
    const valid = ["c1", "c2"].map((containerID) => ({ containerID, ifname: "eth0" }))
    const { exit, said } = await call("GC", undefined, {
      fields: { "cni.dev/valid-attachments": valid },
    })
    expect(exit).toBe(0)
    expect(said).toContain("10.0.0.2 was listed as held by c1 (eth0), and is not")
    const { answer } = await call("ADD", "c1")
    expect(answer["code"]).toBeUndefined()
  })
})

describe("STATUS", () => {
  test("says nothing if an ADD could succeed", async () => {
    expect(await lan("ready")("STATUS")).toMatchObject({ exit: 0, said: "" })
    expect(await server.admin.list("cni-ipam/ready")).toEqual(new Map())
  })

  test("is code 50 if the range is full", async () => {
    const call = lan("full", { subnet: "10.0.0.0/30" })
    expect((await call("ADD", "c1")).exit).toBe(0)
    expect(await call("STATUS")).toMatchObject({ exit: 1, answer: { code: 50 } })
    expect((await call("ADD", "c2")).answer).toMatchObject({ code: 122 })
  })

  test("is code 50 if no server answers", async () => {
    const [port] = await freePorts("127.0.0.1", 1)
    const call = lan("gone", { consul_addr: "127.0.0.1", consul_port: port })
    const { exit, answer, took } = await call("STATUS")
    expect({ exit, answer }).toMatchObject({ exit: 1, answer: { code: 50 } })
    expect(took).toBeLessThan(5000)
  })
})

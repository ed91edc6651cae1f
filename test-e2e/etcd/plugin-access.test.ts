/** The ways into etcd: users, certificates with and without a name, and no JSON gateway. */
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn, type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcdCluster } from "../servers/etcd-cluster.js"
import type { EtcdServer } from "../servers/etcd-member.js"
import { startEtcd } from "../servers/etcd-server.js"
import { accessTo } from "./open-store.js"

const bin = await builtPlugins("etcd")
const authority = await makeAuthority(await folderForFile(), "authority")

const lan = (ipam: Fields) =>
  network(bin, { name: "lan", ipam: { type: "etcd", subnet: "10.0.0.0/24", ...ipam } })

const keyOf = (ip: string) => `/etcd-cni/networks/lan/used/${ip}`

/** All that a container needs. */
const expectService = async (ipam: Fields, { admin }: EtcdServer): Promise<void> => {
  const call = lan(ipam)
  expect(await call("STATUS")).toMatchObject({ exit: 0, said: "" })
  const { answer } = await call("ADD", "c1", { args: "IP=10.0.0.9" })
  expect(addressesIn(answer)).toEqual(["10.0.0.9/24"])
  expect(await admin.get(keyOf("10.0.0.9"))).toContain('"id":"c1"')
  const valid = [{ containerID: "c1", ifname: "eth0" }]
  const held = { fields: { prevResult: answer, "cni.dev/valid-attachments": valid } }
  for (const command of ["CHECK", "GC", "DEL"])
    expect(await call(command, "c1", held)).toMatchObject({ exit: 0, said: "" })
  expect(await admin.get(keyOf("10.0.0.9"))).toBeUndefined()
}

describe.each(["3.4", "3.5"] as const)("etcd %s", (version) => {
  test("lets in a user with a password, whose rights end with the prefix", async () => {
    const server = await startEtcd({ version, auth: true })
    try {
      await server.admin.addUser({ name: "ipam", password: "secret" }, "/etcd-cni/networks/")
      const user = { endpoints: server.url, username: "ipam", password: "secret" }
      await expectService(user, server)
      const elsewhere = await lan({ ...user, prefix: "/elsewhere" })("ADD", "c1")
      expect(elsewhere.answer).toMatchObject({
        code: 5,
        msg: expect.stringContaining("the user ipam may not: etcdserver: permission denied"),
      })
    } finally {
      await server.release()
    }
  })

  test("lets in a user whose certificate names somebody, whom its gateway refuses", async () => {
    const server = await startEtcd({ version, auth: true, tls: authority })
    const named = await authority.client({ name: `somebody-${version}` })
    try {
      await expectService(accessTo(server), server)
      const files = { certFile: named.certificate, keyFile: named.key }
      const byGateway = { ...accessTo(server), ...files, transport: "gateway" }
      expect((await lan(byGateway)("ADD", "c1")).answer).toMatchObject({ code: 5 })
      await expectService({ ...accessTo(server), ...files }, server)
      const user = { name: `somebody-${version}`, password: "not needed" }
      await server.admin.addUser(user, "/etcd-cni/networks/")
      const nameless = { ...accessTo(server), ...files, username: undefined, password: undefined }
      await expectService(nameless, server)
      await expectService({ ...nameless, transport: "grpc" }, server)
    } finally {
      await server.release()
    }
  })

  test.each([
    ["plaintext", undefined],
    ["mutual TLS", authority],
  ])("serves without its gateway, by %s", async (_, tls) => {
    const server = await startEtcd({ version, gateway: false, ...(tls && { tls }) })
    try {
      await expectService(accessTo(server), server)
    } finally {
      await server.release()
    }
  })
})

describe("a cluster of three with mutual TLS", async () => {
  const cluster = await startEtcdCluster(3, { tls: authority })
  afterAll(cluster.release)
  const [first, ...others] = cluster.servers
  if (first === undefined) throw new Error("a cluster without servers")
  const access = {
    ...accessTo(first),
    endpoints: cluster.servers.map(({ url }) => url).join(","),
    timeout: 2500,
  }

  test("serves, whichever of its members is gone", async () => {
    await expectService(access, first)
    await first.kill()
    const [second] = others
    if (second !== undefined) await expectService(access, second)
    await first.restart()
    await cluster.leader()
  })

  test("without a majority fails in time, loses nothing, and goes on when it is back", async () => {
    const call = lan(access)
    const { answer: prevResult } = await call("ADD", "kept", { args: "IP=10.0.0.50" })
    await Promise.all(others.map((one) => one.kill()))
    const held = { fields: { prevResult } }
    const outcomes = await Promise.all([
      call("ADD", "c1"),
      call("DEL", "kept"),
      call("CHECK", "kept", held),
      call("GC", undefined, { fields: { "cni.dev/valid-attachments": [] } }),
      call("STATUS"),
    ])
    for (const [index, { exit, answer, took }] of outcomes.entries()) {
      expect({ exit, code: answer["code"] }).toEqual({ exit: 1, code: index === 4 ? 50 : 5 })
      expect(took).toBeLessThan(index === 3 ? 2 * access.timeout : access.timeout + 1000)
    }
    await Promise.all(others.map((one) => one.restart()))
    await cluster.leader()
    expect(await call("STATUS")).toMatchObject({ exit: 0 })
    expect(await call("CHECK", "kept", held)).toMatchObject({ exit: 0, said: "" })
    for (const id of ["c1", "kept"]) expect((await call("DEL", id)).exit).toBe(0)
    expect(await first.admin.list("/etcd-cni/networks/lan/used/")).toEqual(new Map())
  })
})

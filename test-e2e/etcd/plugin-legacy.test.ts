/** Leases of the Go plugin, which hold the id of a container and nothing else; and etcdctl. */
import { afterAll, expect, test } from "vitest"
import { addressesIn, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcd } from "../servers/etcd-server.js"
import { etcdctl } from "../servers/etcdctl.js"
import { etcdConfigOf } from "./open-store.js"

const bin = await builtPlugins("etcd")
const server = await startEtcd({ tls: await makeAuthority(await folderForFile(), "authority") })
afterAll(server.release)

const folder = "/etcd-cni/networks/"

const lan = (name: string) =>
  network(bin, {
    name,
    ipam: { type: "etcd", etcdConfig: etcdConfigOf(server), subnet: "10.0.0.0/24" },
  })

const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

test("they are honoured, checked and released", async () => {
  const used = `${folder}old/used/`
  const definition =
    '[[{"rangeStart":"10.0.0.1","rangeEnd":"10.0.0.254","subnet":"10.0.0.0/24","gateway":"10.0.0.1"}]]'
  const others = [`${folder}old/lastReserved/0`, `${folder}old/lock`]
  await server.admin.put(`${folder}old`, definition)
  for (const key of others) await server.admin.put(key, "7587862120913155072")
  for (const [ip, id] of [
    ["10.0.0.2", "old-1"],
    ["10.0.0.3", "1234567890"],
    ["10.0.0.10", "old-1"],
  ] as const)
    await server.admin.put(`${used}${ip}`, id)
  const call = lan("old")
  const [own = ""] = addressesIn((await call("ADD", "new")).answer).map((one) => one.split("/")[0])
  expect(["10.0.0.2", "10.0.0.3", "10.0.0.10", ""]).not.toContain(own)
  expect((await call("ADD", "x", { args: "IP=10.0.0.10" })).answer).toMatchObject({ code: 123 })
  const held = { fields: { prevResult: { ips: [{ address: "10.0.0.2/24" }] } } }
  expect((await call("CHECK", "old-1", held)).said).toBe("")
  expect((await call("CHECK", "1234567890", held)).answer).toMatchObject({ code: 126 })
  expect((await call("DEL", "old-1")).exit).toBe(0)
  expect(await keys(used)).toEqual([`${used}10.0.0.3`, `${used}${own}`].sort())
  for (const id of ["1234567890", "new"]) expect((await call("DEL", id)).exit).toBe(0)
  // What else the Go plugin has there is as it was.
  expect(await keys(`${folder}old`)).toEqual([`${folder}old`, ...others])
  expect(await server.admin.get(`${folder}old`)).toBe(definition)
})

test("the README's query shows networks and leases", async () => {
  await lan("shown")("ADD", "web-1", { args: "IP=10.0.0.7" })
  const access = {
    urls: [server.url],
    credentials: server.credentials,
    anyServer: false,
    user: undefined,
  }
  const shown = await etcdctl(access, "--write-out=simple", "get", "--prefix", folder)
  expect(shown).toContain(`${folder}shown\n[[{"subnet":"10.0.0.0/24"}]]\n`)
  expect(shown).toMatch(/^\/etcd-cni\/networks\/shown\/used\/10\.0\.0\.7\n\{"ip":"10\.0\.0\.7"/m)
  expect(shown).toContain('"id":"web-1","ifname":"eth0"')
})

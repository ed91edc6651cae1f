/** The example that is about etcd does what it says, and so do the commands in its documentation. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { addressesIn, network } from "../consul/network.js"
import { isObject, parseObject } from "../host-local/json.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcd } from "../servers/etcd-server.js"
import { etcdctl } from "../servers/etcdctl.js"
import { etcdConfigOf } from "./open-store.js"

const bin = await builtPlugins("etcd")
const authority = await makeAuthority(await folderForFile(), "authority")
const root = join(import.meta.dirname, "../..")

test("examples/etcd.conf gives two containers addresses, and takes them back", async () => {
  const server = await startEtcd({ tls: authority })
  try {
    const config = parseObject(await readFile(join(root, "examples/etcd.conf"), "utf8"))
    const ipam = isObject(config["ipam"]) ? config["ipam"] : {}
    const { etcdTrustedCAFileFile: ca, ...here } = etcdConfigOf(server)
    const etcdConfig = { ...here, etcdTrustedCAFile: ca }
    expect(ipam["etcdConfig"]).toEqual(
      Object.fromEntries(Object.keys(etcdConfig).map((name) => [name, expect.any(String)])),
    )
    const call = network(bin, { ...config, ipam: { ...ipam, etcdConfig } })
    const given: string[] = []
    for (const id of ["a", "b"]) {
      const { answer } = await call("ADD", id)
      expect(addressesIn(answer)).toHaveLength(2)
      given.push(...addressesIn(answer))
      expect((await call("CHECK", id, { fields: { prevResult: answer } })).said).toBe("")
    }
    expect(given[0]).toBe("10.20.1.0/16")
    expect(new Set(given).size).toBe(4)
    for (const id of ["a", "b"]) expect((await call("DEL", id)).said).toBe("")
    expect(await server.admin.list("/etcd-cni/networks/sharednet/used/")).toEqual(new Map())
  } finally {
    await server.release()
  }
})

test("the rights in docs/etcd.md are enough for all commands", async () => {
  const server = await startEtcd({ auth: true })
  try {
    const text = await readFile(join(root, "docs/etcd.md"), "utf8")
    const commands = [...text.matchAll(/^etcdctl (.*)$/gm)].map(([, words = ""]) => words)
    expect(commands).toHaveLength(4)
    const access = {
      urls: [server.url],
      credentials: undefined,
      anyServer: false,
      user: server.root,
    }
    for (const command of commands)
      await etcdctl(access, ...command.replace('"$PASSWORD"', "secret").split(" "))
    const login = { endpoints: server.url, username: "cni-ipam", password: "secret" }
    const ipam = { type: "etcd", ...login, subnet: "10.0.0.0/24" }
    const call = network(bin, { name: "lan", ipam })
    const { answer } = await call("ADD", "c1")
    expect(addressesIn(answer)).toEqual(["10.0.0.2/24"])
    const valid = [{ containerID: "c1", ifname: "eth0" }]
    const held = { fields: { prevResult: answer, "cni.dev/valid-attachments": valid } }
    for (const command of ["CHECK", "STATUS", "GC", "DEL"])
      expect(await call(command, "c1", held)).toMatchObject({ exit: 0 })
    expect(await server.admin.list("/etcd-cni/networks/lan/used/")).toEqual(new Map())
  } finally {
    await server.release()
  }
})

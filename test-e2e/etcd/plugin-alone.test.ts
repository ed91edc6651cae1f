/** The built plugin needs nothing but itself: nothing of ours is there, and no variables are set. */
import { copyFile, readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { addressesIn, network } from "../consul/network.js"
import { mountNamespace } from "../faults/mount-namespace.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile, folderForTest } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcd } from "../servers/etcd-server.js"
import { accessTo } from "./open-store.js"

const bin = await builtPlugins("etcd")
const authority = await makeAuthority(await folderForFile(), "authority")

/** The protocol files of gRPC are in there, and whatever else a program could miss. */
const ours = join(import.meta.dirname, "../..")

test.each([
  ["with", true],
  ["without", false],
])("it leases and releases on an etcd %s a gateway", async (_, gateway) => {
  const server = await startEtcd({ gateway, tls: authority })
  try {
    const folder = await folderForTest()
    await copyFile(join(bin, "etcd"), join(folder, "etcd"))
    const { through, outside } = await mountNamespace(`mount -t tmpfs none ${ours}`)
    expect(await readdir(outside(ours))).toEqual([])
    const ipam = { type: "etcd", ...accessTo(server), subnet: "10.0.0.0/24" }
    const call = network(folder, { name: "lan", ipam })
    const alone = { through, cwd: "/" }
    expect(addressesIn((await call("ADD", "c1", alone)).answer)).toEqual(["10.0.0.2/24"])
    expect(await call("DEL", "c1", alone)).toMatchObject({ exit: 0, said: "" })
    expect(await readdir(folder)).toEqual(["etcd"])
  } finally {
    await server.release()
  }
})

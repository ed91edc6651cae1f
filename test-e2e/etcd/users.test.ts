/** Stores that log in, and stay logged in. */

import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { allocate } from "@cni-ipam/core"
import { afterAll, describe, expect, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { accessTo, openStore, poolOf, transports } from "./open-store.js"

const folder = await folderForFile()
const pool = poolOf("lan", "10.0.0.0/24")
const ownerOf = (containerId: string) => ({ containerId, ifname: "eth0" })

describe.each(["3.4", "3.5"] as const)("with users, etcd %s", async (version) => {
  const server = await startEtcd({ version, auth: true, tokenTtl: 1 })
  afterAll(server.release)

  test.each(transports)("gives a new token for one that ran out, by %s", async (transport) => {
    const store = await openStore({ ...accessTo(server), transport, prefix: `/${transport}/` })
    const allocated = (name: string) => allocate(store)({ pool, owner: ownerOf(name) })()
    expect(await allocated("before")).toMatchObject({ _tag: "Right" })
    await sleep(2500)
    // Side by side: one of them finds out, all of them need it.
    expect(await Promise.all(["a", "b", "c"].map(allocated))).toMatchObject(
      ["a", "b", "c"].map(() => ({ _tag: "Right" })),
    )
    await store.close()
  })

  test.each(transports)("lets in again after it was restarted, by %s", async (transport) => {
    const store = await openStore({ ...accessTo(server), transport, prefix: `/${transport}/` })
    expect(await store.networks()).toMatchObject({ _tag: "Right" })
    await server.restart()
    expect(await allocate(store)({ pool, owner: ownerOf("restarted") })()).toMatchObject({
      _tag: "Right",
    })
    await store.close()
  })

  test.each(transports)("is enough with rights to one prefix, by %s", async (transport) => {
    const name = `only-${transport}`
    const prefix = `/only/${transport}/`
    const passwordFile = join(folder, `${version}-${name}`)
    await writeFile(passwordFile, "secret\n")
    await server.admin.addUser({ name, password: "secret" }, prefix)
    const access = { endpoints: server.url, username: name, passwordFile }
    const store = await openStore({ ...access, prefix, transport })
    expect(await store.status("lan")()).toMatchObject({ _tag: "Right" })
    expect(await allocate(store)({ pool, owner: ownerOf("mine") })()).toMatchObject({
      _tag: "Right",
    })
    expect(await store.networks()).toEqual({ _tag: "Right", right: ["lan"] })
    await store.close()
  })
})

/** Consul with ACLs that deny by default: who may what, and what is said of it. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { allocate, collectGarbage, explainStoreError, readPool, release } from "@cni-ipam/core"
import { httpConsul, packageConsul } from "@cni-ipam/store-consul"
import { nodeHttp } from "@cni-ipam/store-kv"
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"
import { openStore } from "./open-store.js"

const bin = await builtPlugins("consul")
const folder = await folderForFile()
const server = await startConsul({ acl: true })
afterAll(server.release)
const { admin } = server

const writer = await admin.createToken("cni-ipam/", "write")
const stranger = await admin.createToken("elsewhere/", "write")
const reader = await admin.createToken("cni-ipam/", "read")
const unknown = "2f1c9a52-0000-4000-8000-3d8de1a6c5ee"

const lan = (name: string, ipam: Fields = {}) =>
  network(bin, {
    name,
    ipam: { type: "consul", ...addressOf(server.url), subnet: "10.0.0.0/24", ...ipam },
  })

const garbage = { fields: { "cni.dev/valid-attachments": [] } }

const keys = async (prefix: string) => [...(await admin.list(prefix)).keys()]

describe("a token that may write the prefix and nothing else", () => {
  test("is enough for every command", async () => {
    const call = lan("enough", { token: writer })
    const added = await call("ADD", "c1")
    expect(addressesIn(added.answer)).toEqual(["10.0.0.2/24"])
    const held = { fields: { prevResult: added.answer } }
    expect(await call("CHECK", "c1", held)).toMatchObject({ exit: 0, said: "" })
    expect(await call("STATUS")).toMatchObject({ exit: 0, said: "" })
    expect(await call("DEL", "c1")).toMatchObject({ exit: 0, said: "" })
    expect(await call("DEL", "c1")).toMatchObject({ exit: 0, said: "" })
    expect((await call("ADD", "c2")).exit).toBe(0)
    expect(await call("GC", undefined, garbage)).toMatchObject({ exit: 0, said: "" })
    expect(await keys("cni-ipam/enough/")).toEqual([])
  })

  test("is taken from a file, and from Consul's own variables", async () => {
    const tokenFile = join(folder, "token")
    await writeFile(tokenFile, `${writer}\n`)
    const other = join(folder, "other-token")
    await writeFile(other, stranger)
    const from = lan("sources")
    expect((await from("ADD", "c1", { ipam: { tokenFile } })).exit).toBe(0)
    expect((await from("ADD", "c2", { env: { CONSUL_HTTP_TOKEN: writer } })).exit).toBe(0)
    expect((await from("ADD", "c3", { env: { CONSUL_HTTP_TOKEN_FILE: tokenFile } })).exit).toBe(0)
    const env = { CONSUL_HTTP_TOKEN: stranger, CONSUL_HTTP_TOKEN_FILE: other }
    expect((await from("ADD", "c4", { ipam: { tokenFile }, env })).exit).toBe(0)
    const ipam = { token: writer, tokenFile: other }
    expect((await from("ADD", "c5", { ipam, env })).exit).toBe(0)
  })
})

test("a token file that is not there is an error that names it", async () => {
  const { answer } = await lan("missing", { tokenFile: "/nonexistent/token" })("ADD", "c1")
  expect(answer).toMatchObject({ code: 5 })
  expect(answer["msg"]).toMatch(/^cannot read the token in \/nonexistent\/token: ENOENT/)
})

test.each(["with space", "line\nbreak", "sécret", "\u0000"])(
  "a token that cannot be one (%j) is refused unseen",
  async (token) => {
    const { answer, said } = await lan("odd", { token })("ADD", "c1")
    expect(answer).toMatchObject({
      code: 7,
      msg: "ipam.token: the token has spaces or other characters that no token has",
    })
    expect(said).not.toContain(JSON.stringify(token).slice(1, -1))
  },
)

describe.each([
  ["without rights", stranger],
  ["that nobody has made", unknown],
  ["that is none", undefined],
])("a token %s", (what, token) => {
  const name = what.replaceAll(" ", "-")
  const file = join(folder, name)

  test("is refused by every command, and never shown", async () => {
    const owner = lan(name, { token: writer, node: "n1" })
    const { answer: prevResult } = await owner("ADD", "held")
    const before = await admin.list("cni-ipam/")
    const call = lan(name, { token, node: "n1", logLevel: "debug", logFile: file })
    const held = { fields: { prevResult } }
    const outcomes = {
      ADD: await call("ADD", "c1"),
      CHECK: await call("CHECK", "held", held),
      "CHECK of nothing": await call("CHECK", "c1", held),
      DEL: await call("DEL", "held"),
      "DEL of nothing": await call("DEL", "c1"),
      GC: await call("GC", undefined, garbage),
      STATUS: await call("STATUS"),
    }
    const codes = Object.entries(outcomes).map(([command, { exit, answer }]) => [
      command,
      exit,
      answer["code"],
    ])
    expect(codes).toEqual(
      Object.keys(outcomes).map((command) => [command, 1, command === "STATUS" ? 50 : 5]),
    )
    for (const { said, took } of Object.values(outcomes)) {
      expect(said).toMatch(/Consul denies the permission \(.*(Permission denied|ACL not found)/)
      if (token !== undefined) expect(said).not.toContain(token)
      expect(took).toBeLessThan(3000)
    }
    const log = await readFile(file, "utf8")
    expect(log).toContain("debug")
    if (token !== undefined) expect(log).not.toContain(token)
    expect(await admin.list("cni-ipam/")).toEqual(before)
  })
})

test("a token that may only read can CHECK and cannot ADD, DEL or collect", async () => {
  const { answer: prevResult } = await lan("readable", { token: writer, node: "n1" })("ADD", "c1")
  const call = lan("readable", { token: reader, node: "n1" })
  expect((await call("CHECK", "c1", { fields: { prevResult } })).said).toBe("")
  expect((await call("ADD", "c2")).answer).toMatchObject({ code: 5 })
  expect((await call("DEL", "c1")).answer).toMatchObject({ code: 5 })
  expect((await call("GC", undefined, garbage)).answer).toMatchObject({ code: 5 })
  expect((await call("STATUS")).answer).toMatchObject({ code: 50 })
  expect(await keys("cni-ipam/readable/")).toEqual(["cni-ipam/readable/10.0.0.2"])
})

test("the token is not in the log of what succeeds either", async () => {
  const logFile = join(folder, "log-of-success")
  const call = lan("logged", { token: writer, logLevel: "debug", logFile })
  for (const command of ["ADD", "DEL"]) expect((await call(command, "c1")).exit).toBe(0)
  const log = await readFile(logFile, "utf8")
  expect(log).toContain("10.0.0.2")
  expect(log).not.toContain(writer)
})

const clients = { "the package consul": packageConsul, "Node's HTTP": httpConsul(nodeHttp) }

describe.each(Object.entries(clients))("by %s", (_, connect) => {
  const pool = readPool("program", [[{ subnet: "10.0.0.0/24" }]])
  const owner = { containerId: "c1", ifname: "eth0" }

  test("nothing is taken for absent that the token may not see", async () => {
    if (pool._tag === "Left") throw new Error("no pool")
    const config = { servers: [server.url], token: stranger }
    const store = openStore(config, { connect })
    const outcomes = [
      await store.release({ network: "program", owner })(),
      await store.leases({ network: "program" })(),
      await store.networks(),
      await store.repair("program")(),
      await store.status("program")(),
      await store.documents.list(["pools"])(),
      await store.documents.read(["pools", "a"])(),
      await collectGarbage(store)({ network: "program", node: "n1", valid: [] })(),
    ]
    for (const outcome of outcomes) {
      const said = outcome._tag === "Left" ? explainStoreError(outcome.left) : "nothing"
      expect(said).toContain("Consul denies the permission")
      expect(said).not.toContain(stranger)
    }
    expect(await allocate(store)({ pool: pool.right, owner })()).toMatchObject({ _tag: "Left" })
    await store.close()
  })

  test("a token for the prefix is enough", async () => {
    if (pool._tag === "Left") throw new Error("no pool")
    const store = openStore({ servers: [server.url], token: writer }, { connect })
    expect(await store.networks()).toMatchObject({ _tag: "Right" })
    expect(await allocate(store)({ pool: pool.right, owner })()).toMatchObject({ _tag: "Right" })
    expect(await release(store)({ network: "program", owner })()).toMatchObject({ _tag: "Right" })
    expect(await store.documents.list(["pools"])()).toEqual({ _tag: "Right", right: [] })
    await store.close()
  })
})

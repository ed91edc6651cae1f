import { expect, onTestFinished, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "./certificates.js"
import { etcdAdmin } from "./etcd-admin.js"
import type { EtcdOptions } from "./etcd-member.js"
import { startEtcd } from "./etcd-server.js"
import { httpCall } from "./http-call.js"
import { jsonAt, textAt } from "./json-at.js"

const folder = await folderForFile()
const authority = await makeAuthority(folder, "authority")

const start = async (options?: EtcdOptions) => {
  const server = await startEtcd(options)
  onTestFinished(server.release)
  return server
}

const post = (url: string, path: string, body: unknown, token?: string) =>
  httpCall({
    url: `${url}${path}`,
    method: "POST",
    body: JSON.stringify(body),
    headers: token === undefined ? {} : { Authorization: token },
  })

const base64 = (text: string) => Buffer.from(text).toString("base64")

test.each(["3.4", "3.5"] as const)(
  "etcd %s: keys are put, got, listed and removed",
  async (version) => {
    const { admin, url } = await start({ version })
    expect(
      jsonAt(JSON.parse((await httpCall({ url: `${url}/version` })).body), "etcdserver"),
    ).toMatch(version)
    await admin.put("a/--b c", "1")
    await admin.put("a/empty", "")
    await admin.put("b", "--2")
    expect(await admin.get("b")).toBe("--2")
    expect(await admin.get("nothing")).toBeUndefined()
    expect(await admin.list("a/")).toEqual(
      new Map([
        ["a/--b c", "1"],
        ["a/empty", ""],
      ]),
    )
    await admin.remove("b")
    expect([...(await admin.list("")).keys()]).toEqual(["a/--b c", "a/empty"])
  },
)

test.each(["3.4", "3.5"] as const)("etcd %s: what was put survives a kill", async (version) => {
  const server = await start({ version })
  await server.admin.put("a", "1")
  await server.restart()
  expect(await server.admin.get("a")).toBe("1")
})

test("the JSON gateway is there unless it is not wanted", async () => {
  const [withIt, without] = await Promise.all([start(), start({ gateway: false })])
  const range = { key: base64("a") }
  expect((await post(withIt.url, "/v3/kv/range", range)).status).toBe(200)
  expect((await post(without.url, "/v3/kv/range", range)).status).toBe(404)
  await without.admin.put("a", "1")
})

test("with users, a password is needed, and a user has one prefix only", async () => {
  const { admin, url, root } = await start({ auth: true })
  expect(root?.name).toBe("root")
  const user = { name: "somebody", password: "secret" }
  await admin.addUser(user, "mine/")
  const access = { urls: [url], credentials: undefined, anyServer: false }
  const somebody = etcdAdmin({ ...access, user })
  await somebody.put("mine/a", "1")
  await expect(somebody.put("other", "1")).rejects.toThrow("permission denied")
  await expect(etcdAdmin({ ...access, user: undefined }).get("mine/a")).rejects.toThrow(
    "user name is empty",
  )
  expect(await admin.get("mine/a")).toBe("1")
})

test("a token is good for as long as it was told", async () => {
  const { url, root } = await start({ auth: true, tokenTtl: 1 })
  const answer = await post(url, "/v3/auth/authenticate", root)
  const token = textAt(JSON.parse(answer.body), "token")
  const read = () => post(url, "/v3/kv/range", { key: base64("a") }, token)
  expect((await read()).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(await read()).toMatchObject({
    status: 401,
    body: expect.stringContaining("invalid auth token"),
  })
})

test("what was compacted cannot be read", async () => {
  const { admin, url } = await start()
  await admin.put("a", "1")
  await admin.put("a", "2")
  expect(await admin.compact()).toBe(3)
  const old = await post(url, "/v3/kv/range", { key: base64("a"), revision: 2 })
  expect(old.body).toContain("required revision has been compacted")
})

test("with TLS only clients of the authority come in", async () => {
  const { admin, url, credentials } = await start({ tls: authority, auth: true })
  await admin.put("a", "1")
  const stranger = await makeAuthority(folder, "stranger")
  const health = { url: `${url}/version`, anyServer: true }
  expect((await httpCall({ ...health, credentials })).status).toBe(200)
  const strange = await stranger.client({ name: "strange" })
  const late = await authority.client({ name: "late", expired: true })
  for (const bad of [undefined, strange, late])
    await expect(httpCall({ ...health, credentials: bad })).rejects.toThrow(/ECONNRESET|alert/)
})

test("with TLS and users, the gateway is for clients without a CN only", async () => {
  const { url, credentials, root } = await start({ tls: authority, auth: true })
  const named = await authority.client({ name: "named" })
  const logIn = { url: `${url}/v3/auth/authenticate`, method: "POST", body: JSON.stringify(root) }
  expect((await httpCall({ ...logIn, credentials })).status).toBe(200)
  expect(await httpCall({ ...logIn, credentials: named })).toMatchObject({
    status: 400,
    body: expect.stringContaining("CommonName of client sending a request against gateway"),
  })
})

test("a server with an expired certificate serves whoever does not mind", async () => {
  const { admin, url, credentials } = await start({ tls: authority, expired: true })
  await admin.put("a", "1")
  await expect(httpCall({ url, credentials })).rejects.toThrow("certificate has expired")
})

import { expect, onTestFinished, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "./certificates.js"
import { consulAdmin } from "./consul-admin.js"
import { type ConsulOptions, startConsul } from "./consul-server.js"
import { httpCall } from "./http-call.js"
import { startProxy } from "./proxy.js"
import { requestCounts } from "./traffic.js"

const folder = await folderForFile()
const authority = await makeAuthority(folder, "authority")

const start = async (options?: ConsulOptions) => {
  const server = await startConsul(options)
  onTestFinished(server.release)
  return server
}

test("keys are put, got, listed and removed", async () => {
  const { admin } = await start()
  await admin.put("a/b c?", "1")
  await admin.put("a/empty", "")
  await admin.put("b", "2")
  expect(await admin.get("a/b c?")).toBe("1")
  expect(await admin.get("nothing")).toBeUndefined()
  expect(await admin.list("a/")).toEqual(
    new Map([
      ["a/b c?", "1"],
      ["a/empty", ""],
    ]),
  )
  await admin.remove("b")
  expect([...(await admin.list("")).keys()]).toEqual(["a/b c?", "a/empty"])
  expect(await admin.list("nothing")).toEqual(new Map())
})

test("with ACLs a token is needed, and one for a prefix is good for that only", async () => {
  const { admin, url, token } = await start({ acl: true })
  expect(token).toBeDefined()
  await admin.put("mine/a", "1")
  const as = (other?: string) =>
    consulAdmin({ url, token: other, credentials: undefined, anyServer: false })
  await expect(as().put("mine/a", "2")).rejects.toThrow("403")
  const writer = as(await admin.createToken("mine/", "write"))
  await writer.put("mine/a", "3")
  await expect(writer.put("other", "3")).rejects.toThrow("403")
  const reader = as(await admin.createToken("mine/", "read"))
  expect(await reader.get("mine/a")).toBe("3")
  await expect(reader.put("mine/a", "4")).rejects.toThrow("403")
})

test("with TLS only clients of the authority come in", async () => {
  const { admin, url, credentials } = await start({ tls: authority })
  await admin.put("a", "1")
  const stranger = await makeAuthority(folder, "stranger")
  const leader = { url: `${url}/v1/status/leader`, anyServer: true }
  expect((await httpCall({ ...leader, credentials })).status).toBe(200)
  const strange = await stranger.client({ name: "strange" })
  const late = await authority.client({ name: "late", expired: true })
  for (const bad of [undefined, strange, late])
    await expect(httpCall({ ...leader, credentials: bad })).rejects.toThrow(/ECONNRESET|alert/)
})

test("a server's certificate is good for the proxy before it", async () => {
  const { url, credentials } = await start({ tls: authority })
  const proxy = await startProxy(url)
  onTestFinished(proxy.stop)
  const leader = { url: `${proxy.url}/v1/status/leader`, credentials }
  expect((await httpCall(leader)).status).toBe(200)
  expect(proxy.traffic()).toMatchObject({ connections: 1, requests: [] })
})

test("a server with an expired certificate serves whoever does not mind", async () => {
  const { admin, url, credentials } = await start({ tls: authority, expired: true })
  await admin.put("a", "1")
  await expect(httpCall({ url, credentials })).rejects.toThrow("certificate has expired")
})

test("what is durable survives a kill, what is not does not", async () => {
  const [memory, disk] = await Promise.all([start(), start({ durable: true, acl: true })])
  for (const server of [memory, disk]) {
    await server.admin.put("a", "1")
    await server.kill()
    await expect(server.admin.get("a")).rejects.toThrow("ECONNREFUSED")
    await server.restart()
  }
  expect(await memory.admin.get("a")).toBeUndefined()
  expect(await disk.admin.get("a")).toBe("1")
})

test("a paused server answers when it is resumed", async () => {
  const { admin, pause, resume } = await start()
  pause()
  const answer = admin.get("a").then(() => "answered")
  const patience = new Promise((resolve) => setTimeout(resolve, 300, "silent"))
  expect(await Promise.race([answer, patience])).toBe("silent")
  resume()
  expect(await answer).toBe("answered")
})

test("a write whose answer is lost is done", async () => {
  const { admin, url } = await start()
  const proxy = await startProxy(url)
  onTestFinished(proxy.stop)
  proxy.loseAnswers(1, ({ method }) => method === "PUT")
  const through = consulAdmin({
    url: proxy.url,
    token: undefined,
    credentials: undefined,
    anyServer: false,
  })
  await expect(through.put("a", "1")).rejects.toThrow("hang up")
  expect(await admin.get("a")).toBe("1")
  expect(requestCounts(proxy.traffic())).toEqual({ "PUT /v1/kv/a": 1 })
})

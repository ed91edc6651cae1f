import { afterAll, expect, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "./certificates.js"
import { startConsulCluster } from "./consul-cluster.js"

const authority = await makeAuthority(await folderForFile(), "authority")
const cluster = await startConsulCluster(3, { acl: true, tls: authority })
afterAll(cluster.release)

test("what one server was told, all know", async () => {
  const [first, ...others] = cluster.servers
  await first?.admin.put("a", "1")
  for (const { admin } of others) expect(await admin.get("a")).toBe("1")
})

test("another leads when the leader is killed, and the killed one comes back", async () => {
  const killed = await cluster.leader()
  await killed.kill()
  const next = await cluster.leader()
  expect(next.url).not.toBe(killed.url)
  await next.admin.put("b", "2")
  await killed.restart()
  expect((await cluster.leader()).url).toBe(next.url)
  expect(await killed.admin.get("b")).toBe("2")
})

test("another leads when the leader is paused", async () => {
  const paused = await cluster.leader()
  paused.pause()
  const next = await cluster.leader()
  paused.resume()
  expect(next.url).not.toBe(paused.url)
  expect((await cluster.leader()).url).toBe(next.url)
})

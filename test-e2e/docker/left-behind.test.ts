/** What drivers leave in etcd that are killed in the middle of a change, and who takes it away. */
import { execFile } from "node:child_process"
import { createServer } from "node:http"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { kontenaKeys } from "./kontena-keys.js"

const cleanup = await builtPlugin("kontena-ipam-cleanup")
const socket = join(await folderForFile(), "docker.sock")
const docker = createServer((_, answer) => answer.end("[]"))
await new Promise<void>((resolve) => docker.listen(socket, resolve))
afterAll(() => docker.close())
const etcd = await startEtcd()
afterAll(etcd.release)

const hour = 60 * 60 * 1000

test("the cleanup takes away keys of lost answers that are older than a day", async () => {
  const fences = "/kontena/ipam/.cni-ipam/fences/"
  await etcd.admin.put(`${fences}old`, `${Date.now() - 25 * hour}`)
  await etcd.admin.put(`${fences}young`, `${Date.now() - 23 * hour}`)
  const env = { ETCD_ENDPOINT: etcd.url, NODE_ID: "n1", DOCKER_HOST: `unix://${socket}` }
  const { stdout } = await promisify(execFile)(cleanup, ["--quiesce-sleep=0"], { env })
  expect(stdout).toBe("")
  expect(await kontenaKeys(etcd)).toEqual([".cni-ipam/fences/young"])
})

/** A driver that is told to stop goes as soon as it has answered. */
import { Agent, request } from "node:http"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { startDriver } from "./driver-process.js"

const folder = await folderForFile()
const etcd = await startEtcd()
afterAll(etcd.release)
const env = { ETCD_ENDPOINT: etcd.url, NODE_ID: "n1" }
const driver = await startDriver({ program: await builtPlugin("kontena-ipam"), folder, env })
afterAll(driver.kill)

/** As Docker's client, which keeps its connection. */
const askOver = (agent: Agent, endpoint: string, body: object): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { socketPath: join(folder, "kontena-ipam.sock"), agent, method: "POST" }
    const call = request({ ...options, path: `/IpamDriver.${endpoint}` }, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      answer.on("end", () => resolve(text))
    })
    call.on("error", reject)
    call.end(JSON.stringify(body))
  })

/** In milliseconds. */
const timeOf = async (work: Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work
  return performance.now() - begun
}

test("with a connection that nobody uses", async () => {
  const agent = new Agent({ keepAlive: true })
  await askOver(agent, "GetCapabilities", {})
  expect(await timeOf(driver.stop())).toBeLessThan(2000)
  agent.destroy()
})

test("with a request that it still serves, which gets its answer", async () => {
  await driver.restart()
  const agent = new Agent({ keepAlive: true })
  await askOver(agent, "GetCapabilities", {})
  etcd.pause()
  const answer = askOver(agent, "RequestPool", { Options: { network: "a" }, V6: false })
  await sleep(500)
  const stopped = timeOf(driver.stop())
  await sleep(500)
  etcd.resume()
  expect(await answer).toContain('"PoolID":"a"')
  expect(await stopped).toBeLessThan(3000)
  agent.destroy()
})

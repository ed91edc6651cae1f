/** How often the driver asks etcd for addresses, with a proxy between that counts. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { startProxy } from "../servers/proxy.js"
import { startDriver } from "./driver-process.js"
import { keysButFences } from "./kontena-keys.js"

const etcd = await startEtcd()
afterAll(etcd.release)
const proxy = await startProxy(etcd.url)
afterAll(proxy.stop)
const driver = await startDriver({
  program: await builtPlugin("kontena-ipam"),
  folder: await folderForFile(),
  env: { ETCD_ENDPOINT: proxy.url, NODE_ID: "n1" },
})
afterAll(driver.kill)

const pool = (network: string) => ({ Options: { network }, V6: false })

/** What the driver answers, and how many requests to etcd that took. */
const count = async (endpoint: string, body: object) => {
  proxy.reset()
  const answer = await driver.ask(`IpamDriver.${endpoint}`, body)
  return { answer, requests: proxy.traffic().requests.length }
}

beforeAll(async () => {
  await driver.ask("IpamDriver.RequestPool", pool("warm"))
  await driver.ask("IpamDriver.ReleasePool", { PoolID: "warm" })
})

test("an address costs two requests, the next ones one, and two to give it back", async () => {
  await driver.ask("IpamDriver.RequestPool", { ...pool("k"), Pool: "10.9.0.0/24" })
  for (const [index, Address] of ["10.9.0.2", "10.9.0.3", "10.9.0.4"].entries()) {
    const request = { PoolID: "k", Address: "", Options: null }
    expect(await count("RequestAddress", request)).toEqual({
      answer: { Address: `${Address}/24`, Data: {} },
      requests: index === 0 ? 2 : 1,
    })
  }
  for (const Address of ["10.9.0.2", "10.9.0.3", "10.9.0.4"])
    expect(await count("ReleaseAddress", { PoolID: "k", Address })).toEqual({
      answer: {},
      requests: 2,
    })
})

test("an answer that is lost is looked up: nothing is had twice, nothing is left", async () => {
  for (const turn of [1, 2, 3, 4]) {
    proxy.loseAnswers(turn)
    const { answer } = await count("RequestAddress", { PoolID: "k", Address: "", Options: null })
    expect(answer).toMatchObject({ Address: expect.stringMatching(/^10\.9\.0\.\d+\/24$/) })
    const held = (await keysButFences(etcd)).filter((key) => key.startsWith("addresses/"))
    expect(held).toHaveLength(1)
    proxy.loseAnswers(turn)
    const Address = held[0]?.slice("addresses/k/".length) ?? ""
    expect((await count("ReleaseAddress", { PoolID: "k", Address })).answer).toEqual({})
  }
})

test("pools that are made and removed while answers are lost leave nothing", async () => {
  const before = await keysButFences(etcd)
  for (const turn of [1, 2, 3, 4, 5, 6]) {
    proxy.loseAnswers(turn)
    expect((await count("RequestPool", pool("lossy"))).answer).toMatchObject({ PoolID: "lossy" })
    proxy.loseAnswers(turn)
    await count("ReleasePool", { PoolID: "lossy" })
    expect(await keysButFences(etcd)).toEqual(before)
  }
})

/** Several servers in one configuration: the first that answers is used, and one that fails replaced. */
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { startProxy } from "../servers/proxy.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
const [first, second] = await Promise.all([startProxy(server.url), startProxy(server.url)])
afterAll(async () => {
  await Promise.all([first.stop(), second.stop()])
  await server.release()
})
beforeEach(async () => {
  await Promise.all([first.forward(), second.forward()])
  first.reset()
  second.reset()
})

const timeout = 2000

const lan = (name: string, ipam: Fields = {}) => {
  const servers = [first.url, second.url]
  return network(bin, {
    name,
    ipam: { type: "consul", subnet: "10.0.0.0/24", servers, timeout, ...ipam },
  })
}

const keys = async (name: string) => [...(await server.admin.list(`cni-ipam/${name}/`)).keys()]

test("the first one is used while it answers", async () => {
  expect((await lan("first")("ADD", "c1")).exit).toBe(0)
  expect(first.traffic().requests.length).toBeGreaterThan(0)
  expect(second.traffic().connections).toBe(0)
})

describe.each([
  ["is not there", () => first.refuse()],
  ["is silent", () => first.stall()],
  ["is no Consul", () => first.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")],
  [
    "has no leader",
    () => first.answer("HTTP/1.1 500 X\r\nContent-Length: 17\r\n\r\nNo cluster leader"),
  ],
  ["talks nonsense", () => first.answer("\u0000\u0001\u0002")],
])("when the first one %s", (what, hurt) => {
  test("the second one is asked, within the deadline", async () => {
    const name = what.replaceAll(" ", "-")
    const call = lan(name)
    await hurt()
    for (const [command, id] of [
      ["ADD", "c1"],
      ["ADD", "c2"],
      ["DEL", "c1"],
      ["STATUS", undefined],
    ] as const) {
      const { exit, took, said } = await call(command, id)
      expect({ exit, said: exit === 0 ? "" : said }).toEqual({ exit: 0, said: "" })
      expect(took).toBeLessThan(timeout + 500)
    }
    expect(await keys(name)).toHaveLength(1)
  })
})

test("neither is believed that a change was not made because the second says so late", async () => {
  const name = "middle"
  const call = lan(name)
  let count = 0
  // The answer to the transaction is lost with the server that gave it.
  first.loseAnswers(1, ({ method }) => method === "PUT" && ++count === 2)
  const dying = sleep(0).then(async () => {
    while (count < 2) await sleep(1)
    await first.refuse()
  })
  const { exit, answer } = await call("ADD", "c1")
  await dying
  expect({ exit, given: addressesIn(answer).length }).toEqual({ exit: 0, given: 1 })
  expect(await keys(name)).toHaveLength(1)
  expect(second.traffic().requests.length).toBeGreaterThan(0)
  expect((await call("DEL", "c1")).exit).toBe(0)
  expect(await keys(name)).toEqual([])
})

test("of several hosts in one address each is tried", async () => {
  const { consul_addr, consul_port } = addressOf(server.url)
  const ipam = { servers: undefined, consul_addr: `127.0.0.254, ${consul_addr}`, consul_port }
  expect((await lan("hosts")("ADD", "c1", { ipam })).exit).toBe(0)
})

test("no proxy of the surroundings is used, and none sees the token", async () => {
  const env = { HTTP_PROXY: second.url, http_proxy: second.url, ALL_PROXY: second.url }
  const ipam = { servers: [first.url], token: "secret-token" }
  const { said } = await lan("proxied")("ADD", "c1", { env, ipam })
  expect(said).not.toContain("secret-token")
  expect(second.traffic().connections).toBe(0)
  expect(first.traffic().requests.length).toBeGreaterThan(0)
})

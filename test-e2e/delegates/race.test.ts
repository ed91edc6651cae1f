/** Many processes at once in a pool with fewer addresses. */
import { afterAll, expect, test } from "vitest"
import { addressesIn, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-delegated", "ipam-ds-static", "ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, holders } = poolSite(bin, server)

const addresses = 24

test("32 processes share 24 addresses: none twice, none unused, eight are told that it is full", async () => {
  await define("crowd", [
    { subnet: "10.60.0.0/24", rangeStart: "10.60.0.10", rangeEnd: "10.60.0.21" },
    { subnet: "10.60.1.0/28", gateway: "10.60.1.1", rangeEnd: "10.60.1.13" },
  ])
  const call = network(bin, {
    name: "crowd",
    ipam: {
      type: "ipam-delegated",
      delegates: ["ipam-ds-static", "ipam-da-consul"],
      consul_servers: [server.url],
      pools: [{ name: "crowd" }],
      timeout: 60_000,
      delegateTimeout: 90_000,
    },
  })
  const ids = Array.from({ length: 32 }, (_, index) => `c${index}`)
  const answers = await Promise.all(ids.map((id) => call("ADD", id)))
  const given = answers.flatMap(({ answer }) => addressesIn(answer))
  expect(given).toHaveLength(addresses)
  expect(new Set(given).size).toBe(addresses)
  const refused = answers.filter(({ exit }) => exit !== 0).map(({ answer }) => answer)
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 122))
  const held = await holders("crowd")
  for (const [index, { answer }] of answers.entries())
    for (const address of addressesIn(answer))
      expect(held[address.replace(/\/.*/, "")]).toBe(ids[index])

  const ended = await Promise.all(ids.map((id) => call("DEL", id)))
  expect(ended.map(({ exit }) => exit)).toEqual(ids.map(() => 0))
  expect(await holders("crowd")).toEqual({})
})

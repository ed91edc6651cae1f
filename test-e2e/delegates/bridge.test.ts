/** The real bridge plugin with the whole chain as its IPAM, between real network namespaces. */
import { dirname } from "node:path"
import { expect, test } from "vitest"
import { parseObject } from "../host-local/json.js"
import { addressesIn } from "../host-local/result.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { type Namespace, namespaceForTest } from "../plugin/namespaces.js"
import { type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"
import { fetchTools } from "../tools/debian.js"
import { consulInNamespace } from "./consul-in-namespace.js"

const tools = await fetchTools(["bridge", "ip", "ping", "consul"])
const bin = await builtPlugins("ipam-delegated", "ipam-ds-static", "ipam-da-consul")

const config = {
  cniVersion: "1.0.0",
  type: "bridge",
  isGateway: true,
}

const addressOf = (outcome: PluginOutcome): string =>
  (addressesIn(outcome)?.[0] ?? "none").replace(/\/.*/, "")

const reaches = async (from: Namespace, address: string): Promise<boolean> =>
  (await from.run(tools("ping"), "-c", "1", "-w", "10", address)) !== undefined

test("two containers in two pools reach each other, and nothing is left of them", async () => {
  const machine = await namespaceForTest()
  const { url, put, keys } = await consulInNamespace(machine)
  await put("ipam/web", '[{"subnet": "10.82.0.0/24", "gateway": "10.82.0.1"}]')
  await put("ipam/db", '[{"subnet": "10.83.0.0/24", "gateway": "10.83.0.1"}]')
  const call = (command: string, container: Namespace, id: string, pool: string, more = {}) =>
    runPlugin({
      path: tools("bridge"),
      through: machine.through,
      command,
      containerId: id,
      netns: container.path,
      config: {
        ...config,
        name: pool,
        // A bridge has one address of each family, which is the pool's gateway.
        bridge: `br-${pool}`,
        ipam: {
          type: "ipam-delegated",
          delegates: ["ipam-ds-static", "ipam-da-consul"],
          consul_servers: [url],
          pools: [{ name: pool }],
        },
        ...more,
      },
      env: { CNI_PATH: `${bin}:${dirname(tools("bridge"))}` },
    })

  const [a, b] = [await namespaceForTest(), await namespaceForTest()]
  const first = await call("ADD", a, "a", "web")
  const second = await call("ADD", b, "b", "db")
  expect([addressOf(first), addressOf(second)]).toEqual(["10.82.0.2", "10.83.0.2"])
  expect(await reaches(a, addressOf(second))).toBe(true)
  expect(await reaches(b, addressOf(first))).toBe(true)

  const leases = async () => [...(await keys("ipam/web/")), ...(await keys("ipam/db/"))]
  expect(await leases()).toEqual(["ipam/web/10.82.0.2", "ipam/db/10.83.0.2"])
  const after = { prevResult: parseObject(first.stdout) }
  const done = { exit: 0, stdout: "" }
  expect(await call("CHECK", a, "a", "web", after)).toMatchObject(done)
  expect(await call("DEL", a, "a", "web", after)).toMatchObject(done)
  expect((await call("CHECK", a, "a", "web", after)).exit).toBe(1)
  expect(await leases()).toEqual(["ipam/db/10.83.0.2"])
  for (const _ of [1, 2]) expect(await call("DEL", b, "b", "db")).toMatchObject(done)
  expect(await leases()).toEqual([])
})

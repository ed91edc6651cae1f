/** What a runtime says of one container, in CNI_ARGS and in the configuration. */
import { afterAll, describe, expect, test } from "vitest"
import { addressesIn } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const bin = await builtPlugins("ipam-da-consul")
const server = await startConsul()
afterAll(server.release)
const { define, ask, leases } = poolSite(bin, server)
await define("web", [{ subnet: "10.60.0.0/24" }])
await define("db", [{ subnet: "10.61.0.0/24" }])

const web = [{ name: "web" }]
const pod = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-0;MAC=0a:58:0a:00:00:05"

test("the pod and the MAC address are recorded in the lease", async () => {
  const { answer } = await ask("ADD", "pod", web, { args: `${pod};IP=10.60.0.9` })
  expect(addressesIn(answer)).toEqual(["10.60.0.9/24"])
  expect((await leases("web"))["10.60.0.9"]).toMatchObject({
    target: "pod",
    mac: "0a:58:0a:00:00:05",
    podNamespace: "default",
    podName: "web-0",
  })
  expect(await ask("CHECK", "pod", web, { args: pod })).toMatchObject({ exit: 0 })
  expect(await ask("DEL", "pod", web, { args: pod })).toMatchObject({ exit: 0, said: "" })
  expect(await leases("web")).toEqual({})
})

test("an address that is held is taken from nobody, and one of no pool is refused", async () => {
  expect(await ask("ADD", "a", web, { args: "IP=10.60.0.20" })).toMatchObject({ exit: 0 })
  const held = await ask("ADD", "b", web, { args: "IP=10.60.0.20" })
  expect(held.answer).toMatchObject({ code: 123 })
  const outside = await ask("ADD", "b", web, { args: "IP=10.99.0.20" })
  expect(outside.answer).toMatchObject({ code: 124 })
  expect(outside.answer["msg"]).toContain("10.99.0.20")
  expect(await ask("DEL", "a", web)).toMatchObject({ exit: 0 })
})

test.each(["IP", "IP=x", "K8S_POD_NAME=p"])("CNI_ARGS of %j have code 4", async (args) => {
  for (const command of ["ADD", "CHECK", "DEL"])
    expect((await ask(command, "c", web, { args })).answer).toMatchObject({ code: 4 })
})

describe.each(["0.1.0", "0.2.0"])("CNI %s", (cniVersion) => {
  test("has no room for two addresses of a family, so none is leased", async () => {
    const fields = { cniVersion }
    const { answer } = await ask("ADD", "two", [{ name: "web" }, { name: "db" }], { fields })
    expect(answer).toMatchObject({
      code: 7,
      msg: `CNI version ${cniVersion} does not support more than 1 address per family`,
    })
    expect([await leases("web"), await leases("db")]).toEqual([{}, {}])
  })
})

/** The real bridge plugin with ours as its IPAM, between real network namespaces. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { type Namespace, namespaceForTest } from "../plugin/namespaces.js"
import { type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"
import { fetchTools } from "../tools/debian.js"
import { parseObject } from "./json.js"
import { leasesIn } from "./lease-files.js"
import { addressesIn } from "./result.js"

const tools = await fetchTools(["bridge", "ip", "ping"])
const pluginPath = await builtPlugins("host-local")

type Fields = Readonly<Record<string, unknown>>

interface Site {
  readonly dataDir: string
  readonly call: (
    command: string,
    container: Namespace | undefined,
    containerId?: string,
    fields?: Fields,
  ) => Promise<PluginOutcome>
  readonly leases: () => Promise<Fields>
}

const ranges = [[{ subnet: "10.81.0.0/24" }], [{ subnet: "fd81::/64" }]]

/** A machine of its own, in which the bridge is made. */
const siteOf = async (cniVersion: string, sets: unknown = ranges): Promise<Site> => {
  const machine = await namespaceForTest()
  const dataDir = await folderForTest()
  const network = {
    cniVersion,
    name: "lan",
    type: "bridge",
    bridge: "br0",
    isGateway: true,
    ipam: {
      type: "host-local",
      dataDir,
      ranges: sets,
      routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }],
    },
  }
  return {
    dataDir,
    call: (command, container, containerId, fields = {}) =>
      runPlugin({
        path: tools("bridge"),
        through: machine.through,
        command,
        containerId,
        netns: container?.path ?? "",
        config: { ...network, ...fields },
        env: { CNI_PATH: pluginPath },
      }),
    leases: () => leasesIn(dataDir, "lan"),
  }
}

/** The addresses of a container, without their prefix lengths. */
const addressesOf = (result: PluginOutcome): readonly string[] =>
  (addressesIn(result) ?? []).map((address) => address.replace(/\/\d+$/, ""))

/** Tries for ten seconds: an IPv6 address takes a while to be sure that it is the only one. */
const reaches = async (from: Namespace, address: string): Promise<boolean> =>
  (await from.run(tools("ping"), "-c", "1", "-w", "10", address)) !== undefined

const hasInterface = async (container: Namespace): Promise<boolean> =>
  (await container.run(tools("ip"), "link", "show", "eth0")) !== undefined

const done = { exit: 0, stdout: "" }

describe.each(["0.4.0", "1.0.0", "1.1.0"])("the bridge plugin in version %s", (version) => {
  test("connects two containers with addresses of ours, and leaves nothing of them", async () => {
    const { call, dataDir, leases } = await siteOf(version)
    const [a, b] = [await namespaceForTest(), await namespaceForTest()]
    const [first, second] = [await call("ADD", a, "a"), await call("ADD", b, "b")]
    expect(addressesOf(first)).toEqual(["10.81.0.2", "fd81::2"])
    expect(addressesOf(second)).toEqual(["10.81.0.3", "fd81::3"])
    expect(await readdir(join(dataDir, ".cni-ipam"))).toEqual(["lan"])

    for (const address of addressesOf(second)) expect(await reaches(a, address)).toBe(true)
    for (const address of addressesOf(first)) expect(await reaches(b, address)).toBe(true)

    const after = ({ stdout }: PluginOutcome) => ({ prevResult: parseObject(stdout) })
    expect(await call("CHECK", a, "a", after(first))).toMatchObject(done)
    expect(await call("DEL", a, "a", after(first))).toMatchObject(done)
    expect((await call("CHECK", a, "a", after(first))).exit).toBe(1)
    expect(await leases()).toEqual({ "10.81.0.3": "b\r\neth0", "fd81::3": "b\r\neth0" })
    expect(await hasInterface(a)).toBe(false)
    expect(await hasInterface(b)).toBe(true)

    expect(await call("DEL", undefined, "b")).toMatchObject(done)
    expect(await call("DEL", undefined, "b")).toMatchObject(done)
    expect(await leases()).toEqual({})
  })

  test("passes on why there is no address, and its DEL cleans up", async () => {
    const { call, leases } = await siteOf(version, [[{ subnet: "10.81.0.0/30" }]])
    const [a, b] = [await namespaceForTest(), await namespaceForTest()]
    expect(addressesOf(await call("ADD", a, "a"))).toEqual(["10.81.0.2"])
    const refused = await call("ADD", b, "b")
    expect(parseObject(refused.stdout)).toMatchObject({
      code: 122,
      msg: "failed to allocate for range 0: no IP addresses available in range set: 10.81.0.1-10.81.0.2",
    })
    expect(await call("DEL", b, "b")).toMatchObject(done)
    expect(await hasInterface(b)).toBe(false)
    expect(await leases()).toEqual({ "10.81.0.2": "a\r\neth0" })
  })
})

test("STATUS goes through the bridge plugin and tells that there is no address left", async () => {
  const { call } = await siteOf("1.1.0", [[{ subnet: "10.81.0.0/30" }]])
  expect(await call("STATUS", undefined)).toMatchObject(done)
  await call("ADD", await namespaceForTest(), "a")
  const { exit, stdout } = await call("STATUS", undefined)
  expect(exit).toBe(1)
  expect(parseObject(stdout)).toMatchObject({
    code: 50,
    msg: "no IP addresses available in range set: 10.81.0.1-10.81.0.2",
  })
})

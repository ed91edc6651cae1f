/** What the plugins log: to a file at the level debug, and what matters to standard error always. */
import { chmod, mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { network } from "../consul/network.js"
import { mountNamespace } from "../faults/mount-namespace.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { poolSite } from "./pool-site.js"

const names = ["ipam-delegated", "ipam-ds-static", "ipam-da-consul"]
const bin = await builtPlugins(...names)
const server = await startConsul()
afterAll(server.release)
await poolSite(bin, server).define("logged", [{ subnet: "10.90.0.0/24" }])

const token = "5f7a0a54-secret"

const call = network(bin, {
  name: "lan",
  ipam: {
    type: "ipam-delegated",
    delegates: ["ipam-ds-static", "ipam-da-consul"],
    consul_servers: [server.url],
    token,
    pools: [{ name: "logged" }],
  },
})

describe("at the level debug", () => {
  test("each plugin logs to a file of its own in /var/log/cni, its version first", async () => {
    const { through, outside } = await mountNamespace("mount -t tmpfs none /var/log")
    const ipam = { logLevel: "debug" }
    expect(await call("ADD", "a", { through, ipam })).toMatchObject({ exit: 0 })
    expect(await call("DEL", "a", { through, ipam })).toMatchObject({ exit: 0, said: "" })
    for (const name of names) {
      const text = await readFile(outside(`/var/log/cni/${name}.log`), "utf8")
      const lines = text.split("\n")
      expect(lines[0]).toMatch(new RegExp(`^\\S+ debug ${name} version \\d+\\.\\d+\\.\\d+$`))
      expect(text).toContain(`debug ${name} ADD of a (eth0) in lan`)
      expect(text).toContain(`debug ${name} DEL of a (eth0) in lan`)
      expect(text).not.toContain(token)
    }
    const delegated = await readFile(outside("/var/log/cni/ipam-delegated.log"), "utf8")
    expect(delegated).toContain(`debug ipam-delegated ADD by ${bin}/ipam-ds-static`)
    const allocator = await readFile(outside("/var/log/cni/ipam-da-consul.log"), "utf8")
    expect(allocator).toMatch(/info ipam-da-consul leased 10\.90\.0\.\d+ to a \(eth0\)/)
    expect(allocator).toMatch(/info ipam-da-consul released 10\.90\.0\.\d+ of a \(eth0\)/)
  })

  test("the configuration may name another file, for all of them", async () => {
    const logFile = join(await folderForTest(), "deep/er/all.log")
    await call("ADD", "b", { ipam: { logLevel: "debug", logFile } })
    const text = await readFile(logFile, "utf8")
    for (const name of names) expect(text).toContain(`debug ${name} version `)
  })
})

test("at other levels there is no file but the one that is named", async () => {
  const { through, outside } = await mountNamespace("mount -t tmpfs none /var/log")
  const logFile = join(await folderForTest(), "some.log")
  await call("ADD", "c", { through })
  await call("ADD", "d", { through, ipam: { logLevel: "info", logFile } })
  await expect(readFile(outside("/var/log/cni/ipam-da-consul.log"))).rejects.toThrow("ENOENT")
  const text = await readFile(logFile, "utf8")
  expect(text).toContain("info ipam-da-consul leased ")
  expect(text).not.toContain("debug")
})

test("warnings and errors go to standard error in any case", async () => {
  const logFile = join(await folderForTest(), "some.log")
  const ipam = { logLevel: "error", logFile, pools: [{ name: "none" }] }
  const { said } = await call("ADD", "e", { ipam })
  const line = "error ipam-da-consul ADD failed with code 114: the pool none does not exist"
  expect(said).toContain(line)
  expect(await readFile(logFile, "utf8")).toContain(line)
})

test("a log that cannot be written fails nothing", async () => {
  const folder = await folderForTest()
  await mkdir(join(folder, "taken.log"))
  await chmod(folder, 0o500)
  for (const logFile of [join(folder, "taken.log"), "/proc/nowhere/x.log", "/dev/full"]) {
    const { exit, said } = await call("STATUS", undefined, { ipam: { logLevel: "debug", logFile } })
    expect(exit).toBe(0)
    expect(said).toContain("cannot write the log")
  }
})

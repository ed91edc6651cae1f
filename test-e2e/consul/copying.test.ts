/** The commands of docs/consul.md that copy the keys of the original plugin. */
import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { runConsole } from "../host-local/console.js"
import { codeBlocks } from "../host-local/markdown.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { tool } from "../tools/debian.js"
import { addressOf, network } from "./network.js"

const bin = await builtPlugins("consul")
const consul = await tool("consul")
const server = await startConsul()
afterAll(server.release)

const page = await readFile(join(import.meta.dirname, "../../docs/consul.md"), "utf8")

test("they copy one network, and none whose name begins alike", async () => {
  const definition = '{"gw":"","net":"10.0.0.0/24","start":"","end":"","routes":null}'
  const lease = (ip: string, id: string) => JSON.stringify({ ip, mac: "00:00:00:00:00:00", id })
  for (const name of ["lan", "lan2", "landing"]) {
    await server.admin.put(name, definition)
    await server.admin.put(`${name}/10.0.0.2`, lease("10.0.0.2", `of-${name}`))
  }
  await server.admin.put("lan/10.0.0.3", lease("10.0.0.3", "other"))
  const [block, ...others] = codeBlocks(page).filter(({ language }) => language === "sh")
  expect(others).toEqual([])
  const address = `export CONSUL_HTTP_ADDR=${server.url}`
  await runConsole([address, block?.text ?? ""], await folderForTest(), dirname(consul))
  const copied = await server.admin.list("cni-ipam/")
  expect([...copied.keys()].toSorted()).toEqual([
    "cni-ipam/lan",
    "cni-ipam/lan/10.0.0.2",
    "cni-ipam/lan/10.0.0.3",
  ])
  expect(copied.get("cni-ipam/lan")).toBe(definition)
  const call = network(bin, { name: "lan", ipam: { type: "consul", ...addressOf(server.url) } })
  const fields = { prevResult: { ips: [{ address: "10.0.0.2/24" }] } }
  expect(await call("CHECK", "of-lan", { fields })).toMatchObject({ exit: 0, said: "" })
  expect(await call("DEL", "of-lan")).toMatchObject({ exit: 0, said: "" })
  expect((await server.admin.list("cni-ipam/lan/")).size).toBe(1)
})

/** The examples that are about stores do what they say. */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { isObject, parseObject } from "../host-local/json.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
afterAll(server.release)

const examples = join(import.meta.dirname, "../../examples")

test("examples/consul.conf gives two containers addresses, and takes them back", async () => {
  const config = parseObject(await readFile(join(examples, "consul.conf"), "utf8"))
  const ipam = isObject(config["ipam"]) ? config["ipam"] : {}
  expect(ipam["servers"]).toEqual(["http://127.0.0.1:8500"])
  const call = network(bin, { ...config, ipam: { ...ipam, servers: [server.url] } })
  const given: string[] = []
  for (const id of ["a", "b"]) {
    const { answer } = await call("ADD", id)
    expect(addressesIn(answer)).toHaveLength(2)
    given.push(...addressesIn(answer))
    expect((await call("CHECK", id, { fields: { prevResult: answer } })).said).toBe("")
  }
  expect(given[0]).toBe("10.20.1.0/16")
  expect(new Set(given).size).toBe(4)
  for (const id of ["a", "b"]) expect((await call("DEL", id)).said).toBe("")
  expect([...(await server.admin.list("cni-ipam/sharednet/")).keys()]).toEqual([])
})

test("examples/own-store is a plugin with a store of its own", async () => {
  const folder = await folderForTest()
  const [diary, dataDir] = [join(folder, "diary"), join(folder, "leases")]
  const path = join(examples, "own-store/plugin.mjs")
  const through = [process.execPath]
  const ipam = { type: "own-store", diary, dataDir, subnet: "10.0.0.0/24" }
  const call = network(folder, { name: "lan", ipam })
  expect(addressesIn((await call("ADD", "web-1", { path, through })).answer)).toEqual([
    "10.0.0.2/24",
  ])
  expect((await call("DEL", "web-1", { path, through })).said).toBe("")
  expect(await readFile(diary, "utf8")).toBe("10.0.0.2 for web-1 (eth0)\n")
  const wrong = await call("ADD", "web-1", { path, through, ipam: { diary: 5 } })
  expect(wrong.answer).toMatchObject({ code: 6, msg: "ipam.diary must be a path, found 5" })
})

test("examples/own-store leases nothing that it cannot write down, and says why", async () => {
  const folder = await folderForTest()
  const [diary, dataDir] = [join(folder, "missing/diary"), join(folder, "leases")]
  const path = join(examples, "own-store/plugin.mjs")
  const through = [process.execPath]
  const ipam = { type: "own-store", diary, dataDir, subnet: "10.0.0.0/24" }
  const { answer } = await network(folder, { name: "lan", ipam })("ADD", "web-1", { path, through })
  expect(answer).toMatchObject({
    code: 5,
    msg: expect.stringMatching(`^cannot write ${diary}: Error: ENOENT`),
  })
  expect(await readdir(join(dataDir, "lan"))).not.toContain("10.0.0.2")
})

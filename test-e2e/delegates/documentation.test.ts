/** What docs/delegates.md and examples/ show does what is shown there. */
import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { network } from "../consul/network.js"
import { exchanges, isAsShown, runConsole } from "../host-local/console.js"
import { parseObject } from "../host-local/json.js"
import { codeBlocks } from "../host-local/markdown.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { tool } from "../tools/debian.js"

const root = join(import.meta.dirname, "../..")
const bin = await builtPlugins("ipam-delegated", "ipam-ds-static", "ipam-da-consul")
const consul = await tool("consul")
const server = await startConsul()
afterAll(server.release)

/** The only thing that is not as it stands: where Consul is. */
const here = (text: string): string => text.replaceAll("http://127.0.0.1:8500", server.url)

const page = await readFile(join(root, "docs/delegates.md"), "utf8")
const sessions = codeBlocks(page).filter(({ language }) => language === "shell-session")

test("the page shows a session", () => {
  expect(sessions).toHaveLength(1)
})

test.each(sessions)("the session in line $line goes as it is shown", async ({ text }) => {
  const shown = exchanges(here(text))
  const printed = await runConsole(
    shown.map(({ command }) => command),
    await folderForTest(),
    `${bin}:${dirname(consul)}`,
  )
  for (const [index, { command, output }] of shown.entries()) {
    const actual = printed[index] ?? ""
    if (!isAsShown(output, actual)) expect({ command, output: actual }).toEqual({ command, output })
  }
})

describe("the example", () => {
  test("gives a container an address and takes it back", async () => {
    const text = await readFile(join(root, "examples/ipam-delegated.conf"), "utf8")
    await server.admin.put("ipam/web", '[{"subnet": "10.20.0.0/24", "gateway": "10.20.0.1"}]')
    const call = network(bin, parseObject(here(text)))
    const { answer } = await call("ADD", "a")
    expect(answer["ips"]).toHaveLength(1)
    expect((await call("DEL", "a")).exit).toBe(0)
  })
})

test("the page has a row for every code of ipam-da-consul", async () => {
  const source = await readFile(
    join(root, "packages/plugin-ipam-da-consul/src/pool-error.ts"),
    "utf8",
  )
  const codes = [...source.matchAll(/^ {2}\w+: (\d+),$/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(8)
  for (const code of codes) expect(page).toMatch(new RegExp(`^\\| ${code} \\|`, "m"))
})

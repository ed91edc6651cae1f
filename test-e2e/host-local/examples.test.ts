/** Every configuration and every session that the documentation shows does what it shows. */
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { runPlugin } from "../plugin/run-plugin.js"
import { exchanges, isAsShown, runConsole } from "./console.js"
import { ipamOf, readDocumentation } from "./documentation.js"
import { parseObject } from "./json.js"
import { leasesIn } from "./lease-files.js"

const bin = await builtPlugins("host-local")
const { examples, sessions } = await readDocumentation()

type Fields = Readonly<Record<string, unknown>>

/** On a directory of the test's instead of the machine's. */
const caller =
  (config: Fields, dataDir: string) =>
  (command: string, containerId: string, fields: Fields = {}) =>
    runPlugin({
      path: join(bin, "host-local"),
      command,
      containerId,
      config: { ...config, ipam: { ...ipamOf(config), dataDir }, ...fields },
    })

const versionsWithCheck = ["0.4.0", "1.0.0", "1.1.0"]

test("there are examples in files and in the README, which shows a session too", () => {
  const places = [...examples, ...sessions].map(({ place }) => place.replace(/[/:].*/, ""))
  expect(places).toEqual(expect.arrayContaining(["examples", "README.md"]))
  expect(sessions).not.toEqual([])
})

describe("gives two containers addresses, and takes them back:", () => {
  test.each(examples.map(({ place, config }) => [place, config] as const))(
    "the configuration in %s",
    async (_place, config) => {
      const dataDir = await folderForTest()
      const call = caller(config, dataDir)
      const { name, cniVersion } = config
      const results: (readonly [container: string, result: Fields])[] = []
      for (const id of ["a", "b"]) {
        const outcome = await call("ADD", id)
        expect(outcome).toMatchObject({ exit: 0, stderr: "" })
        results.push([id, parseObject(outcome.stdout)])
      }
      expect(new Set(results.map(([, result]) => JSON.stringify(result))).size).toBe(2)
      for (const [id, prevResult] of results) {
        if (versionsWithCheck.includes(`${cniVersion}`))
          expect(await call("CHECK", id, { prevResult })).toMatchObject({ exit: 0, stdout: "" })
        expect(await call("DEL", id, { prevResult })).toMatchObject({ exit: 0, stdout: "" })
      }
      expect(await leasesIn(dataDir, `${name}`)).toEqual({})
    },
  )
})

describe("goes as it is shown:", () => {
  test.each(sessions.map(({ place, text }) => [place, text] as const))(
    "the session in %s",
    async (_place, text) => {
      const shown = exchanges(text)
      const commands = shown.map(({ command }) => command)
      const printed = await runConsole(commands, await folderForTest(), bin)
      for (const [index, { command, output }] of shown.entries()) {
        const actual = printed[index] ?? ""
        if (!isAsShown(output, actual))
          expect({ command, output: actual }).toEqual({ command, output })
      }
    },
  )
})

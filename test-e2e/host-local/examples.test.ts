/** Every configuration and every command that the documentation shows does what it shows. */
import { readdir, readFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { runPlugin } from "../plugin/run-plugin.js"
import { exchanges, isAsShown, runConsole } from "./console.js"
import { isObject, parseObject } from "./json.js"
import { leasesIn } from "./lease-files.js"
import { codeBlocks } from "./markdown.js"

const root = join(import.meta.dirname, "../..")
const bin = await builtPlugins("host-local")

type Fields = Readonly<Record<string, unknown>>

interface Example {
  /** Where it stands. */
  readonly place: string
  readonly config: Fields
}

/** What a runtime hands to each plugin of a list, or to the only one. */
const networksIn = (file: Fields): readonly Fields[] => {
  const { plugins, cniVersion, name } = file
  return Array.isArray(plugins)
    ? plugins.filter(isObject).map((plugin) => ({ ...plugin, cniVersion, name }))
    : [file]
}

const ipamOf = ({ ipam }: Fields): Fields => (isObject(ipam) ? ipam : {})

const isForHostLocal = (config: Fields): boolean => {
  const { type } = ipamOf(config)
  return type === "host-local"
}

const examplesIn = (place: string, text: string): readonly Example[] =>
  networksIn(parseObject(text))
    .filter(isForHostLocal)
    .map((config) => ({ place, config }))

const filesIn = async (folder: string, ...extensions: readonly string[]) =>
  (await readdir(join(root, folder)))
    .filter((name) => extensions.includes(extname(name)))
    .map((name) => join(folder, name))

const read = (path: string): Promise<string> => readFile(join(root, path), "utf8")

const configFiles = await filesIn("examples", ".conf", ".json", ".conflist")
const packages = (await readdir(join(root, "packages"), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join("packages", name, "README.md"))
const documents = ["README.md", ...(await filesIn("docs", ".md")), ...packages]

const examples: Example[] = []
for (const path of configFiles) examples.push(...examplesIn(path, await read(path)))

const consoles: { readonly place: string; readonly text: string }[] = []
for (const path of documents)
  for (const { language, line, text } of codeBlocks(await read(path))) {
    const place = `${path}:${line}`
    if (language === "json") examples.push(...examplesIn(place, text))
    if (language === "console") consoles.push({ place, text })
  }

/** The same configuration, with a directory of the test's in place of the machine's. */
const elsewhere = (config: Fields, dataDir: string): Fields => ({
  ...config,
  ipam: { ...ipamOf(config), dataDir },
})

const versionsWithCheck = ["0.4.0", "1.0.0", "1.1.0"]

test("there are examples, and a session at a terminal", () => {
  expect(
    examples.map(({ place }) => place).filter((place) => !place.startsWith("README")),
  ).not.toEqual([])
  expect(
    examples.map(({ place }) => place).filter((place) => place.startsWith("README")),
  ).not.toEqual([])
  expect(consoles).not.toEqual([])
})

describe.each(examples)("the configuration in $place", ({ config }) => {
  test("gives two containers addresses, and takes them back", async () => {
    const dataDir = await folderForTest()
    const given = elsewhere(config, dataDir)
    const { name, cniVersion } = given
    const call = (command: string, containerId: string, fields: Fields = {}) =>
      runPlugin({
        path: join(bin, "host-local"),
        command,
        containerId,
        config: { ...given, ...fields },
      })

    const results = new Map<string, Fields>()
    for (const id of ["a", "b"]) {
      const { exit, stdout, stderr } = await call("ADD", id)
      expect({ exit, stderr, stdout }).toMatchObject({ exit: 0, stderr: "" })
      results.set(id, parseObject(stdout))
    }
    expect(results.get("a")).not.toEqual(results.get("b"))
    if (versionsWithCheck.includes(`${cniVersion}`))
      for (const [id, prevResult] of results)
        expect(await call("CHECK", id, { prevResult })).toMatchObject({ exit: 0, stdout: "" })
    for (const [id, prevResult] of results)
      expect(await call("DEL", id, { prevResult })).toMatchObject({ exit: 0, stdout: "" })
    expect(await leasesIn(dataDir, `${name}`)).toEqual({})
  })
})

describe.each(consoles)("the session in $place", ({ text }) => {
  test("goes as it is shown", async () => {
    const shown = exchanges(text)
    const commands = shown.map(({ command }) => command)
    const printed = await runConsole(commands, await folderForTest(), bin)
    for (const [index, { command, output }] of shown.entries()) {
      const actual = printed[index] ?? ""
      if (!isAsShown(output, actual))
        expect({ command, output: actual }).toEqual({ command, output })
    }
  })
})

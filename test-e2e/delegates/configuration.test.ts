/** Which names delegates may have, and what else can be wrong with the configuration. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { answering, fakes } from "./fake-delegates.js"

const bin = await builtPlugins("ipam-delegated")

const fine = answering({ ips: [] })

describe("a delegate's name", () => {
  test("that is in no folder of CNI_PATH undoes what others did", async () => {
    const { run, order } = await fakes(bin, { one: fine }, ["one", "gone"])
    const { answer } = await run("ADD")
    expect(answer).toEqual({
      cniVersion: "1.1.0",
      code: 5,
      msg: "delegate gone failed: there is no such plugin",
      details:
        "gone: code 5: there is no such plugin (it was looked for in CNI_PATH); while rolling back, gone: code 5: there is no such plugin (it was looked for in CNI_PATH)",
    })
    expect(await order()).toEqual(["ADD one", "DEL one"])
  })

  test("must be that of a program: a folder or a file of text is none", async () => {
    const folder = await folderForTest()
    await writeFile(join(folder, "text"), "#!/bin/sh\n", { mode: 0o644 })
    for (const name of ["text", "sub"]) {
      const { run } = await fakes(bin, {}, [name])
      if (name === "sub") await mkdir(join(folder, name))
      expect((await run("ADD", { env: { CNI_PATH: folder } })).answer).toMatchObject({
        msg: `delegate ${name} failed: there is no such plugin`,
      })
    }
  })

  test.each(["../one", "a/b", "/bin/true", "..", ".", "", "ipam-delegated"])(
    "cannot be %j",
    async (name) => {
      const { run, order } = await fakes(bin, { one: fine }, ["one", name])
      for (const command of ["ADD", "DEL"])
        expect((await run(command)).answer).toMatchObject({ code: 107 })
      expect(await order()).toEqual([])
    },
  )
})

describe("what is wrong with the configuration has a code:", () => {
  test.each([
    ["no delegates", { delegates: undefined }, 104, "can't proceed without ipam.delegates field"],
    [
      "an empty list",
      { delegates: [] },
      107,
      "ipam.delegates: expected at least one plugin, got none",
    ],
    [
      "a text",
      { delegates: "one" },
      6,
      'ipam.delegates must be an array of names of plugins, found "one"',
    ],
    ["a number in it", { delegates: [1] }, 6, "ipam.delegates[0] must be a string, found 1"],
    [
      "no time",
      { delegateTimeout: 0 },
      107,
      "ipam.delegateTimeout: expected 1 to 2147483647 ms, got 0",
    ],
    [
      "too much time",
      { delegateTimeout: 2 ** 31 },
      107,
      "ipam.delegateTimeout: expected 1 to 2147483647 ms, got 2147483648",
    ],
    [
      "an unknown log level",
      { logLevel: "loud" },
      7,
      "ipam.logLevel: unknown level loud; use error, warn, info, debug",
    ],
  ])("%s", async (_, ipam, code, msg) => {
    const { run, order } = await fakes(bin, { one: fine })
    expect((await run("ADD", { ipam })).answer).toEqual({ cniVersion: "1.1.0", code, msg })
    expect(await order()).toEqual([])
  })
})

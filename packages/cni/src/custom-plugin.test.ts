import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import type { Handler } from "./handler.js"
import { memoryIo } from "./memory-io.js"
import type { CustomPlugin } from "./plugin.js"
import { runPlugin } from "./run-plugin.js"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const echo: Handler = ({ request }) => TE.right(`${request.command} of ${request.network}`)

const custom = (handlers: Partial<CustomPlugin["handlers"]> = {}): CustomPlugin => ({
  name: "echo",
  version: "1.0.0",
  debugLogFile: "/var/log/cni/echo.log",
  handlers: { ADD: echo, DEL: echo, CHECK: echo, GC: echo, STATUS: echo, ...handlers },
})

describe("a plugin with commands of its own", () => {
  it.each(["ADD", "DEL", "CHECK", "GC", "STATUS"])(
    "carries out %s in its own way",
    async (name) => {
      expect(await call(custom(), name, config())).toMatchObject({
        exitCode: 0,
        output: `${name} of lan`,
      })
    },
  )

  it("may end with an error that has its number and words already", async () => {
    const failing: Handler = () =>
      TE.left({ _tag: "Reported", code: 122, msg: "blue is full", details: "10.0.0.0/29" })
    const { exitCode, answer } = await call(custom({ ADD: failing }), "ADD", config())
    expect(exitCode).toBe(1)
    expect(answer).toEqual({
      cniVersion: "1.1.0",
      code: 122,
      msg: "blue is full",
      details: "10.0.0.0/29",
    })
  })

  it("logs to its own file where only the level is given", async () => {
    const { files } = await call(custom(), "ADD", config({}, { logLevel: "debug" }))
    expect([...files.keys()]).toEqual(["/var/log/cni/echo.log"])
    expect(files.get("/var/log/cni/echo.log")).toContain(" debug echo version 1.0.0\n")
  })

  it("logs where it is told to, and only when it is told to", async () => {
    const told = await call(custom(), "ADD", config({}, { logLevel: "debug", logFile: "/log" }))
    expect([...told.files.keys()]).toEqual(["/log"])
    const quiet = await call(custom(), "ADD", config({}, { logLevel: "info" }))
    expect([...quiet.files.keys()]).toEqual([])
  })
})

describe("the name of a network", () => {
  const inside = config({ name: undefined }, { name: "inner" })
  const taking = { ...custom(), takesNameFromIpam: true }

  it("may stand on the ipam object for a plugin that has always had it there", async () => {
    expect((await call(taking, "ADD", inside)).output).toBe("ADD of inner")
    expect((await call(taking, "ADD", config({}, { name: "inner" }))).output).toBe("ADD of lan")
  })

  it("is missed by all other plugins", async () => {
    for (const plugin of [custom(), memoryPlugin()])
      expect((await call(plugin, "ADD", inside)).answer).toMatchObject({
        code: 7,
        msg: "missing network name",
      })
  })

  it("is as strict there", async () => {
    const io = memoryIo({
      env: { CNI_COMMAND: "STATUS", CNI_PATH: "/" },
      input: JSON.stringify(config({ name: "" }, { name: "a/b" })),
    })
    expect(await runPlugin(taking, io)).toBe(1)
    expect(io.output()).toContain("invalid characters found in network name")
  })
})

import { memoryStore } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const broken = () =>
  memoryPlugin({
    ...memoryStore(),
    view: () => {
      throw new Error("a bug")
    },
  })

describe("a bug", () => {
  it("is answered like any other error, without a stack trace", async () => {
    const { exitCode, output } = await call(broken(), "ADD", config({ cniVersion: "0.4.0" }))
    expect(exitCode).toBe(1)
    expect(output).toBe('{\n    "cniVersion": "0.4.0",\n    "code": 999,\n    "msg": "a bug"\n}')
  })

  it("leaves its stack trace in the log, for those who ask for it", async () => {
    const input = config({}, { logLevel: "debug", logFile: "/log" })
    const { files, errors } = await call(broken(), "ADD", input)
    expect(files.get("/log")).toMatch(/ debug host-local Error: a bug at .*run-command/)
    expect(errors).not.toContain(" at ")
  })

  it("may throw anything", async () => {
    const rejected = () => () => Promise.reject("no error at all")
    const plugin = memoryPlugin({ ...memoryStore(), view: rejected })
    const { answer } = await call(plugin, "ADD", config())
    expect(answer).toMatchObject({ code: 999, msg: "no error at all" })
  })
})

it.each([
  ["ADD", "ADD of c1 (eth0) in lan"],
  ["DEL", "DEL of c1 (eth0) in lan"],
])("logs what it was told to do: %s", async (command, sentence) => {
  const input = config({}, { logLevel: "debug", logFile: "/log" })
  const { files } = await call(memoryPlugin(), command, input)
  expect(files.get("/log")).toContain(` debug host-local ${sentence}\n`)
})

it("logs a command that is about no container", async () => {
  const input = config({}, { logLevel: "debug", logFile: "/log" })
  const { files } = await call(memoryPlugin(), "STATUS", input, { env: { CNI_CONTAINERID: "" } })
  expect(files.get("/log")).toContain(" debug host-local STATUS of lan\n")
})

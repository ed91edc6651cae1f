import { describe, expect, it } from "vitest"
import { memoryIo } from "./memory-io.js"
import { runPlugin } from "./run-plugin.js"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

describe("a plugin that is run by hand", () => {
  it.each([{}, { CNI_COMMAND: "" }])(
    "says what it is, on standard error only, with %j",
    async (env) => {
      const io = memoryIo({ env })
      expect(await runPlugin(memoryPlugin(), io)).toBe(0)
      expect(io.output()).toBe("")
      expect(io.errors()).toContain("host-local 1.2.3")
    },
  )
})

describe("an error", () => {
  it("is the only thing on standard output, and one line on standard error", async () => {
    const { exitCode, output, errors } = await call(memoryPlugin(), "ADD", "{")
    expect(exitCode).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ cniVersion: "1.1.0", code: 6 })
    expect(output).toMatch(/^\{\n {4}"cniVersion"/)
    expect(errors).toMatch(
      /^\S+ error host-local ADD failed with code 6: error unmarshall[^\n]*\n$/,
    )
  })

  it("is written to the log file even if the configuration is what is wrong", async () => {
    const input = config({}, { logFile: "/log", ranges: "x" })
    const { files } = await call(memoryPlugin(), "ADD", input)
    expect(files.get("/log")).toContain(
      'code 6: ipam.ranges must be an array of range sets, found "x"',
    )
  })

  it("has its details in the log", async () => {
    const { errors } = await call(memoryPlugin(), "ADD", config({ name: "a/b" }))
    expect(errors).toContain("invalid characters found in network name (a/b)\n")
  })
})

describe("at debug level", () => {
  const logged = config(
    { token: "secret" },
    { logLevel: "debug", logFile: "/log", password: "secret" },
  )

  it("the log tells the version, the command and the answer", async () => {
    const { files } = await call(memoryPlugin(), "ADD", logged)
    const sentences = (files.get("/log") ?? "")
      .split("\n")
      .map((line) => line.split(" ").slice(3).join(" "))
    expect(sentences).toEqual([
      "version 1.2.3",
      "ADD of c1 (eth0) in lan",
      "leased 10.0.0.2 to c1 (eth0)",
      expect.stringMatching(
        /^answer: \{ "cniVersion": "1.1.0", "ips": \[ \{ "address": "10.0.0.2\/29"/,
      ),
      "",
    ])
  })

  it("the log does not hold the configuration, which may hold secrets", async () => {
    const plugin = memoryPlugin()
    for (const command of ["ADD", "CHECK", "DEL", "GC", "STATUS", "FOO"]) {
      const { files, errors } = await call(plugin, command, logged)
      expect([...files.values(), errors].join()).not.toContain("secret")
    }
  })

  it("the log is no matter to the command when it cannot be written", async () => {
    const io = {
      ...memoryIo({ env: { CNI_COMMAND: "STATUS", CNI_PATH: "/" }, input: JSON.stringify(logged) }),
      appendFile: () => {
        throw new Error("EROFS: read-only file system")
      },
    }
    expect(await runPlugin(memoryPlugin(), io)).toBe(0)
    expect(io.errors().match(/cannot write the log/g)).toHaveLength(1)
  })
})

describe("an answer that nobody reads", () => {
  const closed = () => {
    throw new Error("EPIPE: broken pipe")
  }
  const env = { CNI_COMMAND: "VERSION" }
  const addOfC1 = {
    CNI_COMMAND: "ADD",
    CNI_CONTAINERID: "c1",
    CNI_NETNS: "/run/netns/c1",
    CNI_IFNAME: "eth0",
    CNI_PATH: "/opt/cni/bin",
  }

  it("is a failure, and said on standard error", async () => {
    const io = { ...memoryIo({ env }), print: closed }
    expect(await runPlugin(memoryPlugin(), io)).toBe(1)
    expect(JSON.parse(io.errors())).toMatchObject({
      code: 5,
      msg: "cannot write the answer: EPIPE: broken pipe",
    })
  })

  it("is a failure that the log tells of, once, and has the version of the configuration", async () => {
    const network = config({ cniVersion: "1.0.0" }, { logFile: "/log" })
    const printed: string[] = []
    const io = {
      ...memoryIo({ env: addOfC1, input: JSON.stringify(network) }),
      print: (text: string) => {
        printed.push(text)
        // Nobody waits for what an ADD has leased, and somebody may for why it failed.
        if (printed.length === 1) closed()
      },
    }
    expect(await runPlugin(memoryPlugin(), io)).toBe(1)
    expect(JSON.parse(printed[1] ?? "")).toMatchObject({ cniVersion: "1.0.0", code: 5 })
    const line =
      /^\S+ error host-local ADD failed with code 5: cannot write the answer: EPIPE: broken pipe\n$/
    expect(io.files.get("/log")).toMatch(line)
    expect(io.errors()).toMatch(line)
  })

  it("is a failure even if standard error is closed too", async () => {
    const io = { ...memoryIo({ env }), print: closed, printError: closed }
    expect(await runPlugin(memoryPlugin(), io)).toBe(1)
  })
})

it("answers ten megabytes of nonsense quickly and briefly", async () => {
  const megabytes = "x".repeat(10_000_000)
  for (const input of [
    megabytes,
    config({ name: megabytes }),
    config({}, { subnet: megabytes }),
    config({}, { store: megabytes }),
    config({}, { logLevel: megabytes }),
    config({ cniVersion: megabytes }),
  ]) {
    const started = performance.now()
    const { output, errors } = await call(memoryPlugin(), "ADD", input)
    expect(output.length + errors.length).toBeLessThan(5000)
    expect(performance.now() - started).toBeLessThan(5000)
  }
})

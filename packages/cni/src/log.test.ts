import { describe, expect, it } from "vitest"
import { openLog } from "./log.js"
import { logLevels } from "./log-settings.js"
import { memoryIo } from "./memory-io.js"

const now = new Date("2026-01-02T03:04:05.678Z")

const logAll = (settings: Parameters<typeof openLog>[2]) => {
  const io = memoryIo({ now })
  const log = openLog("host-local", io, settings)
  for (const level of logLevels) log[level](`a ${level}`)
  const levelsIn = (text = "") => logLevels.filter((level) => text.includes(` ${level} `))
  return { errors: levelsIn(io.errors()), file: levelsIn(io.files.get("/log")) }
}

describe("a log", () => {
  it("has one line for each entry: time, level, plugin, message", () => {
    const io = memoryIo({ now })
    openLog("host-local", io, { level: "warn", file: "" }).warn("first\n  second\r\nthird\n")
    expect(io.errors()).toBe("2026-01-02T03:04:05.678Z warn host-local first second third\n")
  })

  it("without a file goes to standard error, warnings and errors only", () => {
    expect(logAll({ level: "debug", file: "" })).toEqual({ errors: ["error", "warn"], file: [] })
  })

  it.each(logLevels.map((level, index) => ({ level, shown: logLevels.slice(0, index + 1) })))(
    "at $level has $shown in its file, and warnings and errors on standard error as well",
    ({ level, shown }) => {
      expect(logAll({ level, file: "/log" })).toEqual({ errors: ["error", "warn"], file: shown })
    },
  )
})

describe("a log that cannot be written", () => {
  const broken = () => {
    const io = memoryIo({ now })
    let attempts = 0
    const appendFile = () => {
      attempts++
      throw new Error("ENOSPC: no space left on device")
    }
    const log = openLog("host-local", { ...io, appendFile }, { level: "debug", file: "/log" })
    return { log, io, attempts: () => attempts }
  }

  it("says so once, and then no more", () => {
    const { log, io, attempts } = broken()
    log.debug("one")
    log.debug("two")
    expect(io.errors()).toBe(
      "2026-01-02T03:04:05.678Z warn host-local cannot write the log: ENOSPC: no space left on device\n",
    )
    expect(attempts()).toBe(1)
  })

  it("still has its warnings on standard error", () => {
    const { log, io } = broken()
    log.warn("careful")
    expect(io.errors()).toContain("warn host-local careful\n")
  })

  it("does not throw when standard error is closed too", () => {
    const printError = () => {
      throw new Error("EPIPE")
    }
    const log = openLog("host-local", { ...memoryIo(), printError }, { level: "warn", file: "" })
    expect(() => log.error("lost")).not.toThrow()
  })
})

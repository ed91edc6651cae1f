import { decode, explainDecodeError } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { LogLevelText, readLogSettings } from "./log-settings.js"

describe("the settings of the log", () => {
  it("are those of the configuration", () => {
    const ipam = { logLevel: "debug", logFile: "/var/log/ipam.log", ranges: "whatever" }
    expect(readLogSettings({ ipam })).toEqual({ level: "debug", file: "/var/log/ipam.log" })
  })

  it("are read each by itself, so that a mistake in one is written where the other says", () => {
    const file = { logLevel: "loud", logFile: "/var/log/ipam.log" }
    expect(readLogSettings({ ipam: file })).toEqual({ level: "warn", file: "/var/log/ipam.log" })
    expect(readLogSettings({ ipam: { logLevel: "debug", logFile: 5 } })).toEqual({
      level: "debug",
      file: "",
    })
  })

  it("are the default ones where they are empty", () => {
    const ipam = { logLevel: "", logFile: "" }
    expect(readLogSettings({ ipam })).toEqual({ level: "warn", file: "" })
    expect(decode(LogLevelText)("")).toMatchObject({ right: "warn" })
  })

  it.each([{}, { ipam: null }, { ipam: "x" }, { ipam: { logLevel: "loud" } }, 5])(
    "are the default ones for %j",
    (input) => {
      expect(readLogSettings(input)).toEqual({ level: "warn", file: "" })
    },
  )
})

it("names the levels there are when asked for another", () => {
  const decoded = decode(LogLevelText)("loud")
  expect(decoded._tag === "Left" && explainDecodeError(decoded.left)).toContain(
    "unknown level loud; use error, warn, info, debug",
  )
})

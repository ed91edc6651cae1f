import { describe, expect, it } from "vitest"
import { readFlags } from "./flags.js"

const usual = { isDry: false, asks: true, quiesceMs: 5000 }

describe("the cleanup's flags", () => {
  it.each([
    ["", usual],
    ["--dry-run", { ...usual, isDry: true }],
    ["--no-ping", { ...usual, asks: false }],
    ["--quiesce-sleep=0.5 --docker-networks", { ...usual, quiesceMs: 500 }],
    ["--quiesce-sleep=soon", undefined],
    ["--all", undefined],
  ])("are read from %j", (words, flags) => {
    expect(readFlags(words.split(" ").filter((word) => word !== ""))).toEqual(flags)
  })
})

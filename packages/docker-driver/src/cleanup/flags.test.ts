import { describe, expect, it } from "vitest"
import { readFlags } from "./flags.js"

const usual = { isDry: false, asks: true, only: undefined, quiesceMs: 5000 }

describe("the cleanup's flags", () => {
  it.each([
    ["", usual],
    ["--dry-run", { ...usual, isDry: true }],
    ["--no-ping", { ...usual, asks: false }],
    ["--quiesce-sleep=0.5 --docker-networks", { ...usual, quiesceMs: 500 }],
    ["--quiesce-sleep 7", { ...usual, quiesceMs: 7000 }],
    ["--pool=a", { ...usual, only: { network: "a", family: 4 } }],
    ["--pool a~6 --dry-run", { ...usual, isDry: true, only: { network: "a", family: 6 } }],
    ["--pool=a --docker-networks", usual],
    ["--docker-networks --pool=a", usual],
    ["--pool", undefined],
    ["--pool=a/b", undefined],
    ["--pool --dry-run", undefined],
    ["--quiesce-sleep", undefined],
    ["--quiesce-sleep=soon", undefined],
    ["--all", undefined],
  ])("are read from %j", (words, flags) => {
    expect(readFlags(words.split(" ").filter((word) => word !== ""))).toEqual(flags)
  })
})

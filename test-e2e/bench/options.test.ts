import { describe, expect, it } from "vitest"
import { readOptions, roundsOf } from "./options.js"

describe("the options of the benchmark", () => {
  it("measure everything with its usual rounds when there are none", () => {
    const options = readOptions([])
    expect(options.only.test("60 000 leases of a /16")).toBe(true)
    expect(roundsOf(200, options)).toBe(200)
  })

  it("choose networks by a pattern, in any case", () => {
    const { only } = readOptions(["--only", "^(0|250) LEASES"])
    expect(["0 leases", "250 leases", "10 000 leases"].filter((name) => only.test(name))).toEqual([
      "0 leases",
      "250 leases",
    ])
  })

  it("set the rounds of every network, or make them few", () => {
    expect(roundsOf(200, readOptions(["--rounds", "7"]))).toBe(7)
    expect(roundsOf(200, readOptions(["--quick"]))).toBe(20)
    expect(roundsOf(6, readOptions(["--quick"]))).toBe(2)
  })

  it.each(["0", "-1", "1.5", "many"])("refuse %s rounds", (rounds) => {
    expect(() => readOptions([`--rounds=${rounds}`])).toThrow("--rounds takes a whole number")
  })

  it("write no figures of less than a full run", () => {
    expect(() => readOptions(["--write", "--quick"])).toThrow("--write takes a full run")
  })
})

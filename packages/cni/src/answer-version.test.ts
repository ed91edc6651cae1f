import { right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { errorVersion, versionAnswer } from "./answer-version.js"
import { readInput } from "./input.js"
import { memoryIo } from "./memory-io.js"
import { runPlugin } from "./run-plugin.js"
import { memoryPlugin } from "./test/memory-plugin.js"

const read = (input: string) => readInput(memoryIo({ input }))

describe("an error", () => {
  it.each([
    ['{"cniVersion":"0.4.0"}', "0.4.0"],
    ['{"name":"lan"}', "0.1.0"],
    ['{"cniVersion":"9.9.9"}', "1.1.0"],
    ['{"cniVersion":5}', "1.1.0"],
    ["{", "1.1.0"],
    ["", "1.1.0"],
  ])("about %j says version %s", (input, version) => {
    expect(errorVersion(read(input))).toBe(version)
  })
})

describe("the answer to VERSION", () => {
  it.each([
    ['{"cniVersion":"0.4.0"}', "0.4.0"],
    ['{"cniVersion":"9.9.9"}', "9.9.9"],
    ['{"cniVersion":"<script>"}', "1.1.0"],
    ['{"cniVersion":5}', "1.1.0"],
    ["{}", "1.1.0"],
    ["{", "1.1.0"],
    ["", "1.1.0"],
  ])("to %j says version %s", (input, version) => {
    expect(JSON.parse(versionAnswer(read(input)))).toMatchObject({ cniVersion: version })
  })

  it("is one line, as Go's plugins print it", () => {
    expect(versionAnswer(right({}))).toBe(
      '{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}\n',
    )
  })

  it("needs nothing but the command", async () => {
    const io = memoryIo({ env: { CNI_COMMAND: "VERSION" } })
    expect(await runPlugin(memoryPlugin(), io)).toBe(0)
    expect(io.output()).toBe(versionAnswer(right({})))
  })
})

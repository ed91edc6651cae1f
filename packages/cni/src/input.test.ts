import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { declaredVersion, explainInputError, readInput } from "./input.js"
import { memoryIo } from "./memory-io.js"

const read = (input: string) => readInput(memoryIo({ input }))

describe("standard input", () => {
  it("is read as a JSON object", () => {
    expect(read('{"name":"lan"}')).toEqual(right({ name: "lan" }))
  })

  it.each(["", "null", "[]", "5", '"x"', "{", "{}{}", "\ufeff{}", "{'a':1}"])(
    "is refused when it is %j",
    (input) => {
      expect(read(input)).toMatchObject(left({ _tag: "BadJson" }))
    },
  )

  it.each(['{\n  "token": s3cret\n}', '{"a": "b", s3cret}', "s3cret"])(
    "is never shown when it is %j",
    (input) => {
      const result = read(input)
      expect(result).toMatchObject(
        left({ reason: expect.stringMatching(/^it is no JSON: see line \d+, column \d+$/) }),
      )
      expect(JSON.stringify(result)).not.toContain("s3cret")
    },
  )

  it("is reported as empty in words that users know", () => {
    expect(explainInputError({ _tag: "BadJson", reason: "unexpected end of JSON input" })).toBe(
      "error unmarshall network config: unexpected end of JSON input",
    )
  })

  it("is reported when it cannot be read", () => {
    const io = {
      ...memoryIo(),
      readInput: () => {
        throw new Error("EBADF: bad file descriptor")
      },
    }
    expect(readInput(io)).toEqual(
      left({ _tag: "UnreadableInput", reason: "EBADF: bad file descriptor" }),
    )
  })
})

describe("the version of a configuration", () => {
  it.each([
    [{ cniVersion: "1.0.0" }, "1.0.0"],
    [{ CNIVERSION: "0.4.0" }, "0.4.0"],
    [{ cniVersion: "" }, undefined],
    [{ cniVersion: null }, undefined],
    [{}, undefined],
  ])("of %j is %j", (input, version) => {
    expect(declaredVersion(input)).toEqual(right(version))
  })

  it("is undecodable when it is no string", () => {
    expect(declaredVersion({ cniVersion: 1 })).toMatchObject(left({ path: "cniVersion" }))
  })
})

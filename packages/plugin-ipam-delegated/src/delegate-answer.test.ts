import { describe, expect, it } from "vitest"
import { readAnswer } from "./delegate-answer.js"
import type { ProgramEnd } from "./programs.js"
import { secretsOf } from "./secrets.js"

const exited = (output: string, status = 0): ProgramEnd => ({ _tag: "Exited", status, output })
const read = (command: string, end: ProgramEnd, config: object = {}) =>
  readAnswer(command, end, 100, secretsOf(config))

describe("an answer", () => {
  it("is an object, or nothing to another command than ADD", () => {
    expect(read("ADD", exited('{"a": 1}\n'))).toEqual({ _tag: "Right", right: { a: 1 } })
    expect(read("DEL", exited(" \n"))).toEqual({ _tag: "Right", right: undefined })
    expect(read("ADD", exited(" \n"))).toMatchObject({ left: { msg: "it printed no result" } })
    for (const text of ["[]", "null", "1", "text", "{"])
      expect(read("DEL", exited(text))).toMatchObject({
        left: { code: 5, msg: "it printed what is no result", details: JSON.stringify(text) },
      })
  })

  it("is an error where the program says so", () => {
    expect(read("ADD", exited('{"code": 9, "msg": "m", "details": "d"}', 3))).toEqual({
      _tag: "Left",
      left: { code: 9, msg: "m", details: "d" },
    })
    expect(read("ADD", exited('{"code": "9"}', 3))).toMatchObject({
      left: {
        code: 5,
        msg: "it exited with status 3",
        details: 'it printed "{\\"code\\": \\"9\\"}"',
      },
    })
    expect(read("ADD", exited("", 3))).toMatchObject({ left: { details: "it printed nothing" } })
  })

  it("that is long is cut", () => {
    const answer = read("ADD", exited("x".repeat(5000), 1))
    expect(answer._tag === "Left" && answer.left.details.length).toBeLessThan(250)
  })

  it("that shows what the program was given is not shown", () => {
    const config = { name: "lan", ipam: { token: "s3cret" } }
    const input = JSON.stringify(config)
    const withheld = "something with secrets of the configuration"
    expect(read("ADD", exited(input, 1), config)).toMatchObject({
      left: { msg: "it exited with status 1", details: `it printed ${withheld}` },
    })
    for (const text of [`${input}}`, input.slice(0, -5), `${"x".repeat(195)} s3cret`])
      expect(read("ADD", exited(text), config)).toMatchObject({
        left: { msg: "it printed what is no result", details: withheld },
      })
    expect(read("ADD", exited("oops"), config)).toMatchObject({ left: { details: '"oops"' } })
  })

  it("that complains of a secret is told without it", () => {
    const complaint = '{"code": 5, "msg": "no token s3cret", "details": "s3cret is none"}'
    expect(read("ADD", exited(complaint, 1), { token: "s3cret" })).toMatchObject({
      left: { code: 5, msg: "no token (a secret)", details: "(a secret) is none" },
    })
  })

  it.each([
    [{ _tag: "Killed", signal: "SIGKILL" }, "it was ended by SIGKILL"],
    [{ _tag: "TimedOut" }, "it did not end within 100 ms and was killed"],
    [{ _tag: "NotStarted", reason: "ENOEXEC" }, "it could not be run: ENOEXEC"],
  ] as const)("is none of %j", (end, msg) => {
    expect(read("ADD", end)).toEqual({ _tag: "Left", left: { code: 5, msg, details: "" } })
  })
})

import { describe, expect, it } from "vitest"
import { readAnswer } from "./delegate-answer.js"
import type { ProgramEnd } from "./programs.js"

const exited = (output: string, status = 0): ProgramEnd => ({ _tag: "Exited", status, output })
const read = (command: string, end: ProgramEnd) => readAnswer(command, end, 100)

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

  it.each([
    [{ _tag: "Killed", signal: "SIGKILL" }, "it was ended by SIGKILL"],
    [{ _tag: "TimedOut" }, "it did not end within 100 ms and was killed"],
    [{ _tag: "NotStarted", reason: "ENOEXEC" }, "it could not be run: ENOEXEC"],
  ] as const)("is none of %j", (end, msg) => {
    expect(read("ADD", end)).toEqual({ _tag: "Left", left: { code: 5, msg, details: "" } })
  })
})

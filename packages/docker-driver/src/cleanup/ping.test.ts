import { describe, expect, it } from "vitest"
import { readPing } from "./ping.js"

describe("the program ping", () => {
  it.each([
    ["answers", 0, ""],
    ["silent", 1, ""],
    ["silent", 2, "ping: connect: Network is unreachable\n"],
    ["silent", 2, "ping: Do you want to ping broadcast? Then -b. If not, check your local rules\n"],
    ["silent", 1, "ping: sendto: Network is unreachable\n"],
    ["silent", 2, "ping: socket: Address family not supported by protocol\n"],
    ["cannot ask", 2, "ping: socket: Operation not permitted\n"],
    ["cannot ask", 1, "ping: permission denied (are you root?)\n"],
    ["cannot ask", "ENOENT", ""],
    ["cannot ask", null, ""],
  ] as const)("says %s by code %j and %j", (result, code, complaint) => {
    expect(readPing(code, complaint)).toBe(result)
  })
})

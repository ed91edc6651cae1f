import { left, right } from "fp-ts/lib/Either.js"
import { expect, it } from "vitest"
import { memoryIo } from "./memory-io.js"

it("remembers what is printed, each stream for itself", () => {
  const io = memoryIo()
  io.print("a")
  io.printError("b")
  io.print("c")
  expect([io.output(), io.errors()]).toEqual(["ac", "b"])
})

it("keeps files that can be appended to and read", () => {
  const io = memoryIo({ files: { "/log": "a" } })
  io.appendFile("/log", "b")
  io.appendFile("/new", "c")
  expect(io.readFile("/log")).toEqual(right("ab"))
  expect(io.readFile("/new")).toEqual(right("c"))
  expect(io.readFile("/nonexist")).toEqual(left("ENOENT: no such file or directory"))
})

it("has the clock and the namespace that it is given", () => {
  const now = new Date(0)
  const io = memoryIo({ now, ownNetns: "/own" })
  expect(io.now()).toBe(now)
  expect([io.sameNetns("/own"), io.sameNetns("/other")]).toEqual([true, false])
})

import { address } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { newTries } from "./tries.js"

const [one, other] = [address(4, 1n), address(4, 2n)]

/** Work that ends when it is told to. */
const work = () => {
  let finish = () => {}
  const ended = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { task: () => ended, finish: () => finish() }
}

describe("an address that is being reserved", () => {
  it("is not to be chosen again in its range set, while that takes", async () => {
    const tries = newTries()
    const { task, finish } = work()
    const running = tries.during(["0"])(task)()
    tries.add("0", one)
    const known = [tries.has("0", one), tries.has("0", other), tries.has("1", one)]
    expect(known).toEqual([true, false, false])
    finish()
    await running
    expect(tries.has("0", one)).toBe(false)
  })

  it("stays while others are at it, who may have read an older cursor", async () => {
    const tries = newTries()
    const [first, second] = [work(), work()]
    const runningFirst = tries.during(["0"])(first.task)()
    const runningSecond = tries.during(["0"])(second.task)()
    tries.add("0", one)
    first.finish()
    await runningFirst
    expect(tries.has("0", one)).toBe(true)
    second.finish()
    await runningSecond
    expect(tries.has("0", one)).toBe(false)
  })
})

import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { oneAtATime } from "./one-at-a-time.js"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const after = (milliseconds: number, then: () => void) => () =>
  new Promise<void>((resolve) => {
    setTimeout(() => {
      then()
      resolve()
    }, milliseconds)
  })

it("does what has one name in turn, and what has another at once", async () => {
  const done: string[] = []
  const inTurn = oneAtATime(1000)
  const all = [
    inTurn(
      "a",
      after(20, () => done.push("a1")),
    )(),
    inTurn(
      "a",
      after(5, () => done.push("a2")),
    )(),
    inTurn(
      "b",
      after(10, () => done.push("b1")),
    )(),
  ]
  await vi.runAllTimersAsync()
  await Promise.all(all)
  expect(done).toEqual(["b1", "a1", "a2"])
})

it("goes on when somebody fails, and when somebody takes too long", async () => {
  const done: string[] = []
  const inTurn = oneAtATime(1000)
  const failing = inTurn("a", () => Promise.reject(new Error("oops")))()
  void inTurn(
    "a",
    after(60_000, () => done.push("late")),
  )()
  void inTurn(
    "a",
    after(1, () => done.push("next")),
  )()
  await expect(failing).rejects.toThrow("oops")
  await vi.advanceTimersByTimeAsync(1500)
  expect(done).toEqual(["next"])
  await vi.runAllTimersAsync()
})

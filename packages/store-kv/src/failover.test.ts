import type { StoreError } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { deadlineIn } from "./deadline.js"
import type { AttemptError } from "./failover.js"
import { serversOf } from "./failover.js"

type Answer = "ok" | AttemptError

const refused: Answer = { _tag: "Refused", reason: "connection refused" }
const unanswered: Answer = { _tag: "Unanswered", reason: "no answer" }

/** Each server gives its answers in turn, and the last one for ever. */
const cluster = (...answers: readonly (readonly [Answer, ...Answer[]])[]) => {
  const asked: number[] = []
  const timeouts: number[] = []
  const turns = answers.map(() => 0)
  const servers = serversOf(answers.map((_, index) => index))
  const call = (isChange: boolean, milliseconds = 1000) =>
    servers.call(
      {
        operation: "read",
        subject: "lan",
        isChange,
        attempt: (server, timeout) => {
          asked.push(server)
          timeouts.push(timeout)
          const all = answers[server] ?? [refused]
          const turn = turns[server] ?? 0
          turns[server] = turn + 1
          const answer = all[Math.min(turn, all.length - 1)] ?? refused
          return answer === "ok" ? TE.right(server) : TE.left(answer)
        },
      },
      deadlineIn(milliseconds),
    )()
  return { asked, timeouts, call }
}

describe("a cluster", () => {
  it("is asked in order, and goes on with the server that answered", async () => {
    const { asked, call } = cluster([refused], [unanswered], ["ok"])
    expect(await call(false)).toMatchObject({ right: 2 })
    expect(await call(false)).toMatchObject({ right: 2 })
    expect(asked).toEqual([0, 1, 2, 2])
  })

  it("is asked for a change again only where it cannot have been made", async () => {
    const { asked, call } = cluster([refused], [unanswered], ["ok"])
    expect(await call(true)).toMatchObject({ left: { _tag: "Uncertain", reason: "no answer" } })
    expect(await call(true)).toMatchObject({ right: 2 })
    expect(asked).toEqual([0, 1, 2])
  })

  it("is not asked any more when a server has the last word", async () => {
    const error: StoreError = { _tag: "Corrupt", subject: "lan", reason: "permission denied" }
    const { asked, call } = cluster([{ _tag: "Final", error }], ["ok"])
    expect(await call(false)).toEqual({ _tag: "Left", left: error })
    expect(asked).toEqual([0])
  })

  it("is not asked any more for an answer that is of no use", async () => {
    const unusable: Answer = { _tag: "Unusable", reason: "too long" }
    const { asked, call } = cluster([unusable], ["ok"])
    expect(await call(false)).toMatchObject({ left: { _tag: "Unavailable", reason: "too long" } })
    expect(asked).toEqual([0])
    const change = cluster([unusable], ["ok"])
    expect(await change.call(true)).toMatchObject({ left: { _tag: "Uncertain" } })
    expect(change.asked).toEqual([0])
  })

  it("of which nobody listens is given up soon", async () => {
    const { asked, call } = cluster([refused], [refused])
    const started = performance.now()
    expect(await call(true, 60_000)).toMatchObject({
      left: { _tag: "Unavailable", reason: "connection refused" },
    })
    expect(asked).toHaveLength(6)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it("that is silent is asked until the time is up", async () => {
    const { asked, call } = cluster([unanswered])
    const started = performance.now()
    expect(await call(false, 700)).toMatchObject({ left: { _tag: "Unavailable" } })
    expect(performance.now() - started).toBeGreaterThan(690)
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.length).toBeLessThan(20)
  })

  it("does not give its first server the time of all others", async () => {
    const { timeouts, call } = cluster([unanswered], [unanswered], ["ok"])
    await call(false, 4000)
    expect(timeouts[0]).toBeLessThan(1001)
    expect(timeouts[0]).toBeGreaterThan(900)
  })
})

import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { commitSurely } from "./commit-surely.js"
import { deadlineIn } from "./deadline.js"
import type { Step } from "./kv.js"
import { absent } from "./kv.js"
import { memoryServer } from "./test/memory-kv.js"

const put = (value: string): Step => ({ _tag: "Put", key: "a", value, ifVersion: absent })

describe("a transaction whose answer is lost", () => {
  it("is found to be done", async () => {
    const server = memoryServer()
    server.losses.push("done")
    const outcome = await commitSurely(server.kv, [put("1")], deadlineIn(1000))()
    expect(outcome).toMatchObject({ right: { _tag: "Committed" } })
    expect(server.entries.get("a")?.value).toBe("1")
  })

  it("is done again if it was not", async () => {
    const server = memoryServer()
    server.losses.push("not done", "not done")
    const outcome = await commitSurely(server.kv, [put("1")], deadlineIn(1000))()
    expect(outcome).toMatchObject({ right: { _tag: "Committed" } })
    expect(server.entries.get("a")?.value).toBe("1")
  })

  it("is not taken for one of somebody else", async () => {
    const server = memoryServer()
    server.put("a", "another's")
    server.losses.push("not done")
    const outcome = await commitSurely(server.kv, [put("1")], deadlineIn(1000))()
    expect(outcome).toMatchObject({ right: { _tag: "Refused", keys: ["a"] } })
  })

  it("is found to be done even if it happens after one has looked", async () => {
    const server = memoryServer()
    let tries = 0
    const late = {
      ...server.kv,
      commit: (steps: readonly Step[]) => async () => {
        tries++
        if (tries === 2) await server.kv.commit(steps, 0)()
        if (tries > 1) return server.kv.commit(steps, 0)()
        server.losses.push("not done")
        return server.kv.commit(steps, 0)()
      },
    }
    const outcome = await commitSurely(late, [put("1")], deadlineIn(1000))()
    expect(outcome).toMatchObject({ right: { _tag: "Committed" } })
    expect(tries).toBe(2)
  })

  it("is found to be done when it was sent twice", async () => {
    const server = memoryServer()
    const twice = {
      ...server.kv,
      commit: (steps: readonly Step[]) => async () => {
        await server.kv.commit(steps, 0)()
        return server.kv.commit(steps, 0)()
      },
    }
    const outcome = await commitSurely(twice, [put("1")], deadlineIn(1000))()
    expect(outcome).toMatchObject({ right: { _tag: "Committed" } })
  })

  it("that deletes is found to be done when the key is gone", async () => {
    const server = memoryServer()
    server.put("a", "1")
    const version = server.entries.get("a")?.version ?? 0
    server.losses.push("done")
    const steps: [Step] = [{ _tag: "Delete", key: "a", ifVersion: version }]
    const outcome = await commitSurely(server.kv, steps, deadlineIn(1000))()
    expect(outcome).toMatchObject({ right: { _tag: "Committed" } })
  })

  it("stays uncertain when nobody can be asked", async () => {
    const server = memoryServer()
    server.losses.push("done")
    const silent = {
      ...server.kv,
      read: () =>
        TE.left({ _tag: "Unavailable", operation: "read", subject: "a", reason: "down" } as const),
    }
    const outcome = await commitSurely(silent, [put("1")], deadlineIn(200))()
    expect(outcome).toMatchObject({ left: { _tag: "Uncertain", reason: "the answer was lost" } })
  })
})

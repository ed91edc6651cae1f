import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { createSurely, removeOldFences } from "./create-surely.js"
import { deadlineIn } from "./deadline.js"
import type { Kv, Step } from "./kv.js"
import { absent } from "./kv.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

const put = (key: string, value: string): Step => ({ _tag: "Put", key, value, ifVersion: absent })

const create = (kv: Kv, milliseconds = 1000) =>
  createSurely(
    { kv, layout: plainLayout },
    [put("a", "mine"), put("b", "1")],
    deadlineIn(milliseconds),
  )()

/** A server that takes transactions and does them when it is told to, which may be too late. */
const sleepyServer = () => {
  const server = memoryServer()
  const waiting: (readonly Step[])[] = []
  let asleep = 1
  const kv: Kv = {
    ...server.kv,
    commit: (steps, until) => {
      if (asleep-- <= 0) return server.kv.commit(steps, until)
      waiting.push(steps)
      return TE.left({ _tag: "Uncertain", operation: "write", subject: "a", reason: "silent" })
    },
  }
  const wake = async () => {
    for (const steps of waiting.splice(0)) await server.kv.commit(steps, 0)()
  }
  return { server, kv, wake }
}

describe("a transaction that makes keys", () => {
  it("is done once if nothing goes wrong, and leaves nothing else behind", async () => {
    const server = memoryServer()
    expect(await create(server.kv)).toMatchObject({ right: { _tag: "Committed" } })
    expect([...server.entries.keys()]).toEqual(["a", "b"])
    expect(server.calls).toBe(1)
  })

  it("is found to be done when its answer was lost", async () => {
    const server = memoryServer()
    server.losses.push("done")
    expect(await create(server.kv)).toMatchObject({ right: { _tag: "Committed" } })
    expect(server.entries.get("a")?.value).toBe("mine")
  })

  it("is done again if it was not, also when the fence's answer is lost too", async () => {
    const server = memoryServer()
    server.losses.push("not done", "not done", "done")
    expect(await create(server.kv)).toMatchObject({ right: { _tag: "Committed" } })
    expect(server.entries.get("a")?.value).toBe("mine")
  })

  it("does not happen when a server wakes after all is over", async () => {
    const { server, kv, wake } = sleepyServer()
    expect(await create(kv)).toMatchObject({ right: { _tag: "Committed" } })
    server.entries.delete("a")
    server.entries.delete("b")
    await wake()
    expect([...server.entries.keys()].filter((key) => !key.startsWith(".index/"))).toEqual([])
  })

  it("is refused by who was faster, whatever became of the first try", async () => {
    const server = memoryServer()
    server.put("b", "another's")
    server.losses.push("not done")
    expect(await create(server.kv)).toMatchObject({ right: { _tag: "Refused", keys: ["b"] } })
  })

  it("is found to be done when it was sent twice", async () => {
    const server = memoryServer()
    const twice: Kv = {
      ...server.kv,
      commit: (steps) => async () => {
        await server.kv.commit(steps, 0)()
        return server.kv.commit(steps, 0)()
      },
    }
    expect(await create(twice)).toMatchObject({ right: { _tag: "Committed" } })
  })

  it("stays uncertain when nobody can be asked", async () => {
    const server = memoryServer()
    const deaf: Kv = {
      ...server.kv,
      commit: () =>
        TE.left({ _tag: "Uncertain", operation: "write", subject: "a", reason: "silent" }),
    }
    expect(await create(deaf, 300)).toMatchObject({ left: { _tag: "Uncertain", reason: "silent" } })
  })
})

it("fences stand for a day, and are taken down then", async () => {
  const server = memoryServer()
  const hour = 60 * 60 * 1000
  server.put(".index/fences/old", `${Date.now() - 25 * hour}`)
  server.put(".index/fences/young", `${Date.now() - 23 * hour}`)
  await removeOldFences({ kv: server.kv, layout: plainLayout }, deadlineIn(1000))()
  expect([...server.entries.keys()]).toEqual([".index/fences/young"])
})

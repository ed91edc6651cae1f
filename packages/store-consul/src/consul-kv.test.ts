import { explainStoreError } from "@cni-ipam/core"
import { deadlineIn } from "@cni-ipam/store-kv"
import { right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { ApiAnswer, ConsulApi, KvOperation } from "./consul-api.js"
import { consulKv } from "./consul-kv.js"

const base64 = (text: string): string => Buffer.from(text).toString("base64")
const kv = (Key: string, value = "", ModifyIndex = 7) => ({
  KV: { Key, Value: base64(value), ModifyIndex },
})
const done = (...Results: readonly object[]): ApiAnswer => ({
  status: 200,
  body: { Results, Errors: null },
})
const rolledBack = (...Errors: readonly object[]): ApiAnswer => ({
  status: 409,
  body: { Results: null, Errors },
})
const denied = rolledBack({ OpIndex: 0, What: "Permission denied" })
const unmet = (OpIndex: number) => ({ OpIndex, What: "some condition" })

/** A server that gives these answers in turn, and what it was asked. */
const scripted = (...answers: readonly ApiAnswer[]) => {
  const asked: (readonly KvOperation[] | string)[] = []
  const timeouts: number[] = []
  const next = (question: readonly KvOperation[] | string, timeout: number) => async () => {
    const answer = answers[asked.length] ?? { status: 500, body: "the script is over" }
    asked.push(question)
    timeouts.push(timeout)
    return right(answer)
  }
  const api: ConsulApi = {
    transact: (operations, { timeout }) => next(operations, timeout),
    list: (prefix, listing, { timeout }) => next(`${listing} ${prefix}`, timeout),
    close: () => undefined,
  }
  return { kv: consulKv([{ url: "http://a:8500", api }]), asked, timeouts }
}

const soon = () => deadlineIn(300)
const reasonOf = (error: Parameters<typeof explainStoreError>[0]) => explainStoreError(error)

describe("reading", () => {
  it("asks for all keys and prefixes at once, and decodes what there is", async () => {
    const { kv: store, asked } = scripted(done(kv("p/a", "ü"), kv("k", "")))
    const found = await store.read({ keys: ["k"], prefixes: ["p/"] }, soon())()
    expect(found).toEqual(
      right([
        { key: "p/a", value: "ü", version: 7 },
        { key: "k", value: "", version: 7 },
      ]),
    )
    expect(asked).toEqual([
      [
        { Verb: "get-tree", Key: "p/" },
        { Verb: "get", Key: "k" },
      ],
    ])
  })

  it("goes on without the keys that are not there, in the time that is left", async () => {
    const { kv: store, asked, timeouts } = scripted(rolledBack(unmet(0)), done(kv("b")))
    const found = await store.read({ keys: ["a", "b"], prefixes: [] }, soon())()
    expect(found).toMatchObject({ right: [{ key: "b" }] })
    expect(asked[1]).toEqual([{ Verb: "get", Key: "b" }])
    expect(timeouts[1]).toBeLessThanOrEqual(timeouts[0] ?? 0)
  })

  it("asks in several transactions for more than fits into one", async () => {
    const keys = Array.from({ length: 65 }, (_, index) => `k${index}`)
    const { kv: store, asked } = scripted(
      done(...keys.slice(0, 64).map((key) => kv(key))),
      done(kv("k64")),
    )
    expect(await store.read({ keys, prefixes: [] }, soon())()).toMatchObject({
      right: keys.map((key) => ({ key })),
    })
    expect(asked.map(({ length }) => length)).toEqual([64, 1])
  })

  it("makes sure that nothing is there, where that matters, of a token that may not see it", async () => {
    const query = { keys: [], prefixes: ["p/"], consistent: true }
    const allowed = scripted(done(), rolledBack(unmet(0)))
    expect(await allowed.kv.read(query, soon())()).toEqual(right([]))
    expect(allowed.asked[1]).toEqual([{ Verb: "check-index", Key: "p/", Index: 1 }])
    const blind = scripted(done(), denied)
    expect(await blind.kv.read(query, soon())()).toMatchObject({
      left: { _tag: "Unavailable", reason: expect.stringContaining("denies the permission") },
    })
    const cheap = scripted(done())
    await cheap.kv.read({ ...query, consistent: false }, soon())()
    expect(cheap.asked).toHaveLength(1)
  })
})

describe("listing", () => {
  it("gives keys, names, or entries, and nothing for an empty 404", async () => {
    const keys = { status: 200, body: ["p/a", "p/b/"] }
    expect(await scripted(keys).kv.keys("p/", soon())()).toEqual(right(["p/a", "p/b/"]))
    expect(await scripted(keys).kv.children("p/", soon())()).toEqual(right(["a", "b/"]))
    const entries = { status: 200, body: [{ Key: "p/a", Value: null, ModifyIndex: 3 }] }
    expect(await scripted(entries).kv.entries("p/", soon())()).toEqual(
      right([{ key: "p/a", value: "", version: 3 }]),
    )
    const nothing = scripted({ status: 404, body: "" }, rolledBack(unmet(0)))
    expect(await nothing.kv.keys("p/", soon())()).toEqual(right([]))
  })

  it("does not take a website's 404 for an empty list, nor a list that the token may not see", async () => {
    for (const answers of [
      [{ status: 404, body: "<html>" }],
      [{ status: 404, body: "" }, denied],
      [{ status: 200, body: [] }, denied],
    ])
      expect(await scripted(...answers).kv.keys("p/", soon())()).toMatchObject({ _tag: "Left" })
  })
})

describe("committing", () => {
  const put = { _tag: "Put", key: "a", value: "1", ifVersion: 0 } as const

  it("says of which keys the versions were others, once each", async () => {
    const { kv: store, asked } = scripted(rolledBack(unmet(1), unmet(2)))
    const steps = [put, { _tag: "Delete", key: "b", ifVersion: 9 } as const]
    expect(await store.commit(steps, soon())()).toEqual(right({ _tag: "Refused", keys: ["b"] }))
    expect(asked).toEqual([
      [
        { Verb: "cas", Key: "a", Value: base64("1"), Index: 0 },
        // Consul would take a key that is gone for one that it has deleted.
        { Verb: "check-index", Key: "b", Index: 9 },
        { Verb: "delete-cas", Key: "b", Index: 9 },
      ],
    ])
  })

  it("changes the flags with a text that may be the same, for Consul to count it a change", async () => {
    const { kv: store, asked } = scripted(done(kv("a")))
    await store.commit([{ ...put, ifVersion: 9 }], soon())()
    expect(asked[0]).toMatchObject([{ Verb: "cas", Index: 9, Flags: expect.any(Number) }])
  })

  it.each<[what: string, answer: ApiAnswer]>([
    ["a success that tells of nothing", done()],
    ["a success that tells of another key", done(kv("b"))],
    ["other JSON", { status: 200, body: { hello: "world" } }],
    ["a rollback without a reason", rolledBack()],
    ["a rollback of what was not sent", rolledBack(unmet(5))],
    ["a server error", { status: 500, body: "No cluster leader" }],
  ])("does not know after %s whether it was done", async (what, answer) => {
    const { kv: store, asked } = scripted(answer)
    const outcome = await store.commit([put], soon())()
    const tag = outcome._tag === "Left" ? outcome.left._tag : outcome.right._tag
    expect([what, tag]).toEqual([what, what.includes("not sent") ? "Unavailable" : "Uncertain"])
    expect(asked).toHaveLength(1)
  })

  it("is denied by an error that names the server and the policies", async () => {
    const outcome = await scripted(denied).kv.commit([put], soon())()
    expect(outcome._tag === "Left" && reasonOf(outcome.left)).toBe(
      "cannot use http://a:8500: Consul denies the permission (Permission denied); see the token and its policies",
    )
  })
})

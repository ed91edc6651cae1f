import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { ApiCall, ConnectConsul } from "./consul-api.js"
import { discreet } from "./discreet.js"

const access = { token: "s3cret", datacenter: undefined, namespace: undefined, tls: undefined }
const options = { timeout: 1, consistent: false }

/** A server of which every call ends so. */
const always =
  (call: ApiCall): ConnectConsul =>
  () => ({ transact: () => call, list: () => call, close: () => undefined })

const ask = (call: ApiCall, token: string | undefined = access.token) => {
  const api = discreet(always(call))("http://a:8500", { ...access, token })
  return Promise.all([api.transact([], options)(), api.list("", "keys", options)()])
}

describe("a call", () => {
  it("that failed does not tell the token", async () => {
    const failure = { _tag: "NoAnswer", reason: "bad header: s3cret (s3cret)" } as const
    const told = { ...failure, reason: "bad header: (the token) ((the token))" }
    expect(await ask(async () => left(failure))).toEqual([left(told), left(told)])
  })

  it("that was answered with the token in a text does not tell it either", async () => {
    const [transacted] = await ask(async () => right({ status: 500, body: "you sent s3cret" }))
    expect(transacted).toEqual(right({ status: 500, body: "you sent (the token)" }))
  })

  it("that was answered with JSON is left alone, and any without a token too", async () => {
    const answer = right({ status: 200, body: ["s3cret"] })
    expect(await ask(async () => answer)).toEqual([answer, answer])
  })
})

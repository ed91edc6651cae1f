import * as E from "fp-ts/lib/Either.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { openSession } from "./session.js"
import type { Fault, Transport, Txn, TxnAnswer } from "./transport.js"

const look: Txn = {
  compare: [],
  success: [{ _tag: "Range", key: Buffer.from("a") }],
  failure: [],
}
const change: Txn = { ...look, success: [{ _tag: "Delete", key: Buffer.from("a") }] }
const answer: TxnAnswer = { succeeded: true, revision: 7, ranges: [] }
const status = (code: number, message: string): Fault => ({ _tag: "Status", code, message })
const oldToken = status(16, "etcdserver: invalid auth token")
const user = { name: "root", password: "hunter2" }

/** A server that takes the tokens it gave last: token-1, token-2, … */
const server = (good: (token: string | undefined) => boolean, login?: Fault) => {
  const tokens: (string | undefined)[] = []
  let logins = 0
  const transport: Transport = {
    authenticate: () => async () => {
      logins++
      return login === undefined ? E.right(`token-${logins}`) : E.left(login)
    },
    txn: (_, __, token) => async () => {
      tokens.push(token)
      return good(token) ? E.right(answer) : E.left(oldToken)
    },
    close: () => undefined,
  }
  return { transport, tokens, logins: () => logins }
}

const ask = (transport: Transport, txn = look) =>
  openSession("http://a:2379", transport, user).txn(txn, "read from", 1000)()

describe("a session", () => {
  it("without a user asks for no token", async () => {
    const { transport, tokens, logins } = server(() => true)
    const session = openSession("http://a:2379", transport, undefined)
    expect(await session.txn(look, "read from", 1000)()).toEqual(
      E.right({ _tag: "Answer", ...answer }),
    )
    expect([tokens, logins()]).toEqual([[undefined], 0])
  })

  it("logs in once for all that is asked side by side", async () => {
    const { transport, tokens, logins } = server(() => true)
    const session = openSession("http://a:2379", transport, user)
    await Promise.all([1, 2, 3].map(() => session.txn(look, "read from", 1000)()))
    expect([tokens, logins()]).toEqual([["token-1", "token-1", "token-1"], 1])
  })

  it("gets one new token for all whose token has run out", async () => {
    let oldest = 1
    const { transport, logins } = server((token) => Number(token?.slice(6)) >= oldest)
    const session = openSession("http://a:2379", transport, user)
    await session.txn(look, "read from", 1000)()
    oldest = 2
    const results = await Promise.all([1, 2, 3].map(() => session.txn(change, "write", 1000)()))
    expect(results.map(E.isRight)).toEqual([true, true, true])
    expect(logins()).toBe(2)
  })

  it("does not go on for ever where no token is good", async () => {
    const { transport, logins } = server(() => false)
    expect(await ask(transport)).toMatchObject({ left: { _tag: "Final" } })
    expect(logins()).toBe(2)
  })

  it("does without a token where there are no users", async () => {
    const none = status(9, "etcdserver: authentication is not enabled")
    const { transport, tokens } = server(() => true, none)
    expect(await ask(transport)).toMatchObject({ _tag: "Right" })
    expect(tokens).toEqual([undefined])
  })

  it("tells a wrong password without the password, and tries again when asked again", async () => {
    const wrong = status(3, "etcdserver: authentication failed, invalid user ID or password")
    const { transport, logins } = server(() => true, wrong)
    const session = openSession("http://a:2379", transport, user)
    const result = await session.txn(look, "read from", 1000)()
    expect(result).toEqual(
      E.left({
        _tag: "Final",
        error: {
          _tag: "Unavailable",
          operation: "read from",
          subject: "etcd at http://a:2379",
          reason: "it does not know the user root with this password",
        },
      }),
    )
    await session.txn(look, "read from", 1000)()
    expect(logins()).toBe(2)
  })

  it("knows that a change was not made if the login was not answered", async () => {
    const { transport, tokens } = server(() => true, { _tag: "NoAnswer", reason: "silence" })
    expect(await ask(transport, change)).toMatchObject({ left: { _tag: "Refused" } })
    expect(tokens).toEqual([])
  })

  it("tells that the revision is gone", async () => {
    const gone = status(11, "etcdserver: mvcc: required revision has been compacted")
    const transport: Transport = { ...server(() => true).transport, txn: () => TE.left(gone) }
    expect(await ask(transport)).toEqual(E.right({ _tag: "Compacted" }))
  })
})

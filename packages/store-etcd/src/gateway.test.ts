import type { Http, HttpRequest } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { gateway } from "./gateway.js"
import type { Txn } from "./transport.js"

const text = (value: string) => Buffer.from(value)
const base64 = (value: string) => text(value).toString("base64")
const header = { cluster_id: "1", member_id: "2", revision: "9", raft_term: "2" }
const look: Txn = { compare: [], success: [{ _tag: "Range", key: text("a") }], failure: [] }

const answering = (status: number, body: unknown) => {
  const asked: HttpRequest[] = []
  const http: Http = (request) => async () => {
    asked.push(request)
    const answer = typeof body === "string" ? body : JSON.stringify(body)
    return E.right({ status, headers: {}, body: answer })
  }
  return { transport: gateway(http)("http://a:2379", undefined), asked }
}

const bodyOf = ({ body = "" }: Partial<HttpRequest> = {}): unknown => JSON.parse(body)

describe("etcd's gateway", () => {
  it("is asked for a transaction in its JSON", async () => {
    const { transport, asked } = answering(200, { header })
    const txn: Txn = {
      compare: [
        { key: text("a"), modRevision: 7 },
        { key: text("b"), modRevision: 0, isGreater: true },
      ],
      success: [
        { _tag: "Put", key: text("a"), value: text("ü") },
        { _tag: "Delete", key: text("b") },
      ],
      failure: [
        { _tag: "Range", key: text("a"), end: text("b"), limit: 5, revision: 6, keysOnly: true },
      ],
    }
    await transport.txn(txn, 1234, "the token")()
    expect(asked).toMatchObject([
      {
        method: "POST",
        url: "http://a:2379/v3/kv/txn",
        timeout: 1234,
        headers: { authorization: "the token" },
      },
    ])
    expect(bodyOf(asked[0])).toEqual({
      compare: [
        { target: "MOD", result: "EQUAL", key: base64("a"), mod_revision: "7" },
        { target: "MOD", result: "GREATER", key: base64("b"), mod_revision: "0" },
      ],
      success: [
        { request_put: { key: base64("a"), value: base64("ü") } },
        { request_delete_range: { key: base64("b") } },
      ],
      failure: [
        {
          request_range: {
            key: base64("a"),
            range_end: base64("b"),
            limit: "5",
            revision: "6",
            keys_only: true,
          },
        },
      ],
    })
  })

  it("leaves out what is false, empty or nothing", async () => {
    const { transport } = answering(200, {
      header,
      responses: [
        { response_range: { header, kvs: [{ key: base64("a"), mod_revision: "8" }], count: "1" } },
        { response_range: { header } },
        { response_put: { header } },
      ],
    })
    expect(await transport.txn(look, 1000, undefined)()).toEqual(
      E.right({
        succeeded: false,
        revision: 9,
        ranges: [
          { entries: [{ key: text("a"), value: text(""), modRevision: 8 }], more: false },
          { entries: [], more: false },
        ],
      }),
    )
  })

  it("gives a token for a user", async () => {
    const { transport, asked } = answering(200, { header, token: "t" })
    const user = { name: "root", password: "p" }
    expect(await transport.authenticate(user, 1000)()).toEqual(E.right("t"))
    expect(bodyOf(asked[0])).toEqual(user)
    expect(asked[0]?.headers).not.toHaveProperty("authorization")
  })

  it.each<[status: number, body: unknown, fault: object]>([
    [
      401,
      { error: "etcdserver: invalid auth token", code: 16 },
      { _tag: "Status", code: 16, message: "etcdserver: invalid auth token" },
    ],
    [404, { code: 5, message: "Not Found" }, { _tag: "NoEtcd", mayBeDone: false }],
    [404, "404 page not found", { _tag: "NoEtcd", mayBeDone: false }],
    [200, "<html>It works!</html>", { _tag: "NoEtcd", mayBeDone: true }],
    [200, { ok: true }, { _tag: "NoEtcd", mayBeDone: true }],
    [400, "Client sent an HTTP request to an HTTPS server.", { _tag: "NoEtcd", mayBeDone: false }],
    [502, "Bad Gateway", { _tag: "NoEtcd", mayBeDone: true }],
  ])("is not taken for etcd's, or is no answer: %i %j", async (status, body, fault) => {
    const { transport } = answering(status, body)
    expect(await transport.txn(look, 1000, undefined)()).toMatchObject({ left: fault })
  })

  it.each<[status: number, body: unknown, fault: object]>([
    [500, "you sent hunter2", { _tag: "NoEtcd", reason: "this is no etcd: it answers 500" }],
    [
      400,
      { code: 3, message: "what is hunter2?" },
      { _tag: "NoEtcd", reason: "this is no etcd: it answers 400" },
    ],
    [
      400,
      { code: 3, message: "etcdserver: invalid hunter2" },
      { _tag: "Status", message: "etcdserver: invalid hunter2" },
    ],
    [503, { code: 14, message: "no leader" }, { _tag: "Status", message: "no leader" }],
  ])("shows no secret that somebody else sends back: %i %j", async (status, body, fault) => {
    const { transport } = answering(status, body)
    const user = { name: "root", password: "hunter2" }
    expect(await transport.authenticate(user, 1000)()).toMatchObject({ left: fault })
    expect(await transport.txn(look, 1000, "hunter2")()).toMatchObject({ left: fault })
  })
})

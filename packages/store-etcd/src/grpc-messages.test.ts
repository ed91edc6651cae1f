import { expect, it } from "vitest"
import { txnAnswerOf, txnRequestOf } from "./grpc-messages.js"

const [a, b, value] = [Buffer.from("a"), Buffer.from("b"), Buffer.from("1")]

it("asks for a transaction in the words of etcd's interface", () => {
  expect(
    txnRequestOf({
      compare: [
        { key: a, modRevision: 7 },
        { key: a, modRevision: 0, isGreater: true },
      ],
      success: [
        { _tag: "Put", key: a, value },
        { _tag: "Delete", key: b },
      ],
      failure: [{ _tag: "Range", key: a, end: b, limit: 5, revision: 6, keysOnly: true }],
    }),
  ).toEqual({
    compare: [
      { target: "Mod", result: "Equal", key: a, mod_revision: 7 },
      { target: "Mod", result: "Greater", key: a, mod_revision: 0 },
    ],
    success: [{ request_put: { key: a, value } }, { request_delete_range: { key: b } }],
    failure: [{ request_range: { key: a, range_end: b, limit: 5, revision: 6, keys_only: true } }],
  })
})

it("takes the ranges of an answer, and nothing for what else was done", () => {
  const header = { cluster_id: "1", member_id: "1", revision: "9", raft_term: "2" }
  const entry = { key: a, value, create_revision: "3", mod_revision: "8", version: "2", lease: "0" }
  const range = { header, kvs: [entry], more: true, count: "4" }
  const responses = [{ response_put: { header, prev_kv: entry } }, { response_range: range }]
  expect(txnAnswerOf({ header, succeeded: true, responses })).toEqual({
    succeeded: true,
    revision: 9,
    ranges: [{ entries: [{ key: a, value, modRevision: 8 }], more: true }],
  })
})

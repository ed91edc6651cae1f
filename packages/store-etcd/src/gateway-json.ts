/** Transactions as the JSON of etcd's HTTP gateway: bytes in base64, int64 as texts, no defaults. */
import { arrayOf, decode, object, parseJson, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"
import type { EtcdEntry, Operation, Txn, TxnAnswer } from "./transport.js"

const base64 = (bytes: Buffer): string => bytes.toString("base64")

const operationJson = (operation: Operation) => {
  const key = base64(operation.key)
  switch (operation._tag) {
    case "Put":
      return { request_put: { key, value: base64(operation.value) } }
    case "Delete":
      return { request_delete_range: { key } }
    case "Range":
      return {
        request_range: {
          key,
          range_end: operation.end && base64(operation.end),
          limit: operation.limit?.toString(),
          revision: operation.revision?.toString(),
          keys_only: operation.keysOnly,
        },
      }
  }
}

export const formatTxn = ({ compare, success, failure }: Txn): string =>
  JSON.stringify({
    compare: compare.map(({ key, modRevision, isGreater }) => ({
      target: "MOD",
      result: isGreater ? "GREATER" : "EQUAL",
      key: base64(key),
      mod_revision: `${modRevision}`,
    })),
    success: success.map(operationJson),
    failure: failure.map(operationJson),
  })

const Entry = object({ key: Text, mod_revision: Text }, { value: Text })
const Range = object({}, { kvs: arrayOf(Entry, "entries"), more: t.boolean })
const Answer = object(
  { header: object({ cluster_id: Text, revision: Text }, {}) },
  { succeeded: t.boolean, responses: arrayOf(object({}, { response_range: Range }), "responses") },
)

const entryOf = ({ key, value = "", mod_revision }: t.TypeOf<typeof Entry>): EtcdEntry => ({
  key: Buffer.from(key, "base64"),
  value: Buffer.from(value, "base64"),
  modRevision: Number(mod_revision),
})

const read =
  <A>(codec: t.Decoder<unknown, A>) =>
  (text: string): A | undefined =>
    pipe(
      parseJson(text),
      E.flatMap((json) => decode(codec)(json)),
      E.getOrElseW(() => undefined),
    )

/** `undefined` for what no etcd would answer. */
export const parseTxnAnswer = (text: string): TxnAnswer | undefined => {
  const answer = read(Answer)(text)
  return (
    answer && {
      succeeded: answer.succeeded ?? false,
      revision: Number(answer.header.revision),
      ranges: (answer.responses ?? []).flatMap(({ response_range: range }) =>
        range === undefined
          ? []
          : [{ entries: (range.kvs ?? []).map(entryOf), more: range.more ?? false }],
      ),
    }
  )
}

const Token = object({ token: Text }, {})

export const parseToken = (text: string): string | undefined => read(Token)(text)?.token

const Status = object({ code: t.number }, { message: Text, error: Text })

/** What etcd says instead of an answer. */
export const parseStatus = (
  text: string,
): { readonly code: number; readonly message: string } | undefined => {
  const status = read(Status)(text)
  return status && { code: status.code, message: status.message ?? status.error ?? "" }
}

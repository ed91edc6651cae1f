/** Transactions as the messages of etcd's gRPC interface. */
import type { IRequestOp, IResponseOp, ITxnRequest, ITxnResponse } from "etcd3"
import type { Operation, RangeAnswer, Txn, TxnAnswer } from "./transport.js"

const requestOf = (operation: Operation): IRequestOp => {
  const { key } = operation
  switch (operation._tag) {
    case "Put":
      return { request_put: { key, value: operation.value } }
    case "Delete":
      return { request_delete_range: { key } }
    case "Range": {
      const { end, limit = 0, revision = 0, keysOnly = false } = operation
      return {
        request_range: {
          key,
          ...(end && { range_end: end }),
          limit,
          revision,
          keys_only: keysOnly,
        },
      }
    }
  }
}

export const txnRequestOf = ({ compare, success, failure }: Txn): ITxnRequest => ({
  compare: compare.map(({ key, modRevision, isGreater }) => ({
    target: "Mod",
    result: isGreater ? "Greater" : "Equal",
    key,
    mod_revision: modRevision,
  })),
  success: success.map(requestOf),
  failure: failure.map(requestOf),
})

/** Only one of a response's fields is there, whatever etcd3's types say. */
type Answered = Pick<ITxnResponse, "header" | "succeeded"> & {
  readonly responses: readonly Partial<IResponseOp>[]
}

const rangesIn = (response: Partial<IResponseOp>): readonly RangeAnswer[] => {
  const { response_range: range } = response
  if (!range) return []
  const entries = range.kvs.map(({ key, value, mod_revision }) => ({
    key,
    value,
    modRevision: Number(mod_revision),
  }))
  return [{ entries, more: range.more }]
}

export const txnAnswerOf = ({ header, succeeded, responses }: Answered): TxnAnswer => ({
  succeeded,
  revision: Number(header.revision),
  ranges: responses.flatMap(rangesIn),
})

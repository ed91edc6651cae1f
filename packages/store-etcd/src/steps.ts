/** The steps of a change as etcd's operations, and what it means that they were not taken. */
import type { Step } from "@cni-ipam/store-kv"
import { absent } from "@cni-ipam/store-kv"
import type { Operation, Txn, TxnAnswer } from "./transport.js"

const changeOf = (step: Step): readonly Operation[] => {
  const key = Buffer.from(step.key)
  switch (step._tag) {
    case "Put":
      return [{ _tag: "Put", key, value: Buffer.from(step.value) }]
    case "Delete":
      return [{ _tag: "Delete", key }]
    case "Check":
      return []
  }
}

const guardOf = ({ key, ifVersion }: Step): Txn["compare"] =>
  ifVersion === undefined ? [] : [{ key: Buffer.from(key), modRevision: ifVersion }]

/** Those of the guarded keys that are not as they should be, by what the server found. */
export const refusedKeys = (steps: readonly Step[], { ranges }: TxnAnswer): readonly string[] => {
  const found = new Map(
    ranges.flatMap(({ entries }) => entries.map((one) => [one.key.toString(), one.modRevision])),
  )
  return steps.flatMap(({ key, ifVersion }) =>
    ifVersion === undefined || ifVersion === (found.get(key) ?? absent) ? [] : [key],
  )
}

/** One transaction: all of the steps, or the present revisions of the guarded keys. */
export const txnOf = (steps: readonly Step[]): Txn => {
  const compare = steps.flatMap(guardOf)
  return {
    compare,
    success: steps.flatMap(changeOf),
    failure: compare.map(({ key }) => ({ _tag: "Range", key, keysOnly: true })),
  }
}

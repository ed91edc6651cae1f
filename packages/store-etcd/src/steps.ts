/** The steps of a change as etcd's operations, and what it means that they were not taken. */
import type { Step, Version } from "@cni-ipam/store-kv"
import { absent, present } from "@cni-ipam/store-kv"
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

const guardOf = ({ key: text, ifVersion }: Step): Txn["compare"] => {
  if (ifVersion === undefined) return []
  const key = Buffer.from(text)
  return ifVersion === present
    ? [{ key, modRevision: absent, isGreater: true }]
    : [{ key, modRevision: ifVersion }]
}

const isMet = ({ ifVersion }: Step, found: Version): boolean =>
  ifVersion === present ? found !== absent : ifVersion === undefined || ifVersion === found

/** Those of the guarded keys that are not as they should be, by what the server found. */
export const refusedKeys = (steps: readonly Step[], { ranges }: TxnAnswer): readonly string[] => {
  const found = new Map(
    ranges.flatMap(({ entries }) => entries.map((one) => [one.key.toString(), one.modRevision])),
  )
  return steps.flatMap((step) => (isMet(step, found.get(step.key) ?? absent) ? [] : [step.key]))
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

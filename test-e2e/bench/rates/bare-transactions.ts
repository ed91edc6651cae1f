/** Transactions as large as those of an allocation and of a release, without anything around them. */
import { packageConsul } from "@cni-ipam/store-consul"
import { grpc } from "@cni-ipam/store-etcd"
import { jsonAt } from "../../servers/json-at.js"

type Rounds = (round: number) => (index: number) => Promise<void>

export interface Bare {
  /** One each time, that makes a lease. */
  readonly transactions: Rounds
  /** Two each time, of which the second one ends it. */
  readonly pairs: Rounds
}

const timeout = 10_000

const lengthOfList = 176
const lengthOfLease = 131
const lengthOfCursor = 11

/** Keys and values as long as ours. */
const entriesOf = (what: string, round: number, index: number) => {
  const name = `${what}-${round}-${index}`
  return {
    list: { key: `bare/.cni-ipam/networks/rates/owners/${name}/eth0`, length: lengthOfList },
    lease: { key: `bare/rates/10.77.${round}.${index}-${what}`, length: lengthOfLease },
    cursor: { key: "bare/.cni-ipam/networks/rates/cursors/0", length: lengthOfCursor },
    /** What must not be there: leases of the whole container, and whoever gave this one up. */
    absent: [
      `bare/.cni-ipam/networks/rates/owners/${name}/.`,
      `bare/.cni-ipam/fences/51751b09-c20f-4e1c-876f-${name}`,
    ],
  }
}

const ok = 200

export const bareConsul = (url: string): Bare => {
  const access = { token: undefined, datacenter: undefined, namespace: undefined, tls: undefined }
  const { transact } = packageConsul(url, access)
  const commit = async (operations: Parameters<typeof transact>[0]): Promise<unknown> => {
    const answer = await transact(operations, { timeout, consistent: false })()
    if (answer._tag === "Left" || answer.right.status !== ok)
      throw new Error(`a bare transaction failed: ${JSON.stringify(answer)}`)
    return answer.right.body
  }
  const textOf = (length: number) => Buffer.alloc(length, "x").toString("base64")
  const make = (what: string, round: number, index: number) => {
    const { list, lease, cursor, absent } = entriesOf(what, round, index)
    return commit([
      { Verb: "cas", Key: list.key, Value: textOf(list.length), Index: 0 },
      { Verb: "cas", Key: lease.key, Value: textOf(lease.length), Index: 0 },
      { Verb: "set", Key: cursor.key, Value: textOf(cursor.length) },
      ...absent.map((Key) => ({ Verb: "check-not-exists" as const, Key })),
    ])
  }
  return {
    transactions: (round) => async (index) => {
      await make("one", round, index)
    },
    pairs: (round) => async (index) => {
      const made = await make("pair", round, index)
      const Index = Number(jsonAt(made, "Results", 0, "KV", "ModifyIndex"))
      const { list, lease } = entriesOf("pair", round, index)
      await commit(
        [list, lease].flatMap(({ key: Key }) => [
          { Verb: "check-index", Key, Index },
          { Verb: "delete-cas", Key, Index },
        ]),
      )
    },
  }
}

export const bareEtcd = (url: string): Bare => {
  const { txn } = grpc(url, undefined)
  const commit = async (transaction: Parameters<typeof txn>[0]): Promise<void> => {
    const answer = await txn(transaction, timeout, undefined)()
    if (answer._tag === "Left" || !answer.right.succeeded)
      throw new Error(`a bare transaction failed: ${JSON.stringify(answer)}`)
  }
  const put = ({ key, length }: { key: string; length: number }) =>
    ({ _tag: "Put", key: Buffer.from(key), value: Buffer.alloc(length, "x") }) as const
  const make = (what: string, round: number, index: number) => {
    const { list, lease, cursor } = entriesOf(what, round, index)
    const compare = [list, lease].map(({ key }) => ({ key: Buffer.from(key), modRevision: 0 }))
    return commit({ compare, success: [list, lease, cursor].map(put), failure: [] })
  }
  return {
    transactions: (round) => (index) => make("one", round, index),
    pairs: (round) => async (index) => {
      await make("pair", round, index)
      const { list, lease } = entriesOf("pair", round, index)
      const success = [list, lease].map(
        ({ key }) => ({ _tag: "Delete", key: Buffer.from(key) }) as const,
      )
      await commit({ compare: [], success, failure: [] })
    },
  }
}

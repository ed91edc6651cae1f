/** etcd as a `Kv`: every call is a transaction, and versions are the revisions of changes. */
import type { Kv, KvEntry } from "@cni-ipam/store-kv"
import { serversOf } from "@cni-ipam/store-kv"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { askOf, newest } from "./ask.js"
import { endOf, startOf } from "./key-range.js"
import { childrenOf, listingOf } from "./listing.js"
import type { Session } from "./session.js"
import { refusedKeys, txnOf } from "./steps.js"
import type { EtcdEntry, RangeOperation } from "./transport.js"

/** etcd's own limit, unless it is started with another (`--max-txn-ops`). */
const mostOperations = 128

/** Larger pages cost etcd less: for each it counts all keys that are left. */
const entriesPerPage = 2000
const keysPerPage = 5000

const toEntry = ({ key, value, modRevision }: EtcdEntry): KvEntry => ({
  key: key.toString(),
  value: value.toString(),
  version: modRevision,
})

const keyRange = (key: string): RangeOperation => ({ _tag: "Range", key: Buffer.from(key) })

const prefixRange = (prefix: string): RangeOperation => {
  const bytes = Buffer.from(prefix)
  return { _tag: "Range", key: startOf(bytes), end: endOf(bytes) }
}

const chunksOf = <A>(all: readonly A[], size: number): readonly (readonly A[])[] =>
  all.length <= size ? [all] : [all.slice(0, size), ...chunksOf(all.slice(size), size)]

export const etcdKv = (sessions: readonly Session[]): Kv => {
  const ask = askOf(serversOf(sessions))
  const listing = listingOf(ask)

  return {
    mostSteps: mostOperations,
    read: ({ keys, prefixes }, until) =>
      pipe(
        chunksOf([...keys.map(keyRange), ...prefixes.map(prefixRange)], mostOperations),
        TE.traverseArray((success) =>
          pipe(
            ask({ compare: [], success, failure: [] }, "read from", until),
            TE.flatMap(newest("read from")),
          ),
        ),
        TE.map((answers) =>
          answers.flatMap(({ ranges }) => ranges.flatMap(({ entries }) => entries.map(toEntry))),
        ),
      ),
    entries: (prefix, until) =>
      pipe(
        listing({ ...prefixRange(prefix), limit: entriesPerPage }, until),
        TE.map((entries) => entries.map(toEntry)),
      ),
    keys: (prefix, until) =>
      pipe(
        listing({ ...prefixRange(prefix), limit: keysPerPage, keysOnly: true }, until),
        TE.map((entries) => entries.map(({ key }) => key.toString())),
      ),
    children: childrenOf(ask),
    commit: (steps, until) =>
      pipe(
        ask(txnOf(steps), "write to", until),
        TE.flatMap(newest("write to")),
        TE.map((answer) =>
          answer.succeeded
            ? { _tag: "Committed", version: answer.revision }
            : { _tag: "Refused", keys: refusedKeys(steps, answer) },
        ),
      ),
    close: TE.fromIO(() => {
      for (const session of sessions) session.close()
    }),
  }
}

/** Consul's key-value store as leases need it. */
import type { StoreError } from "@cni-ipam/core"
import type { Deadline, Kv, KvOutcome } from "@cni-ipam/store-kv"
import { serversOf } from "@cni-ipam/store-kv"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Decoder } from "io-ts"
import { EntriesAnswer, KeysAnswer } from "./consul-answers.js"
import type { KvOperation, Listing } from "./consul-api.js"
import { mostOperations, mostSteps, operationsFor, operationsOf } from "./operations.js"
import { list, read } from "./read.js"
import type { ConsulServer, Transacted } from "./transact.js"
import { toEntry, transact } from "./transact.js"

const chunksOf = <A>(all: readonly A[], size: number): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )

const outcomeOf =
  (operations: readonly KvOperation[]) =>
  (transacted: Transacted): KvOutcome => {
    if (transacted._tag === "Done") {
      const [put] = transacted.entries
      return { _tag: "Committed", ...(put !== undefined && { version: put.version }) }
    }
    const keys = transacted.blamed.flatMap((index) => operations[index]?.Key ?? [])
    return { _tag: "Refused", keys: [...new Set(keys)] }
  }

/**
 * @param all the servers of one cluster, in the order in which they are tried.
 *
 * @example
 * const kv = consulKv([{ url, api: packageConsul(url, access) }])
 */
export const consulKv = (all: readonly ConsulServer[]): Kv => {
  const servers = serversOf(all)

  const listing =
    <A>(what: Listing, codec: Decoder<unknown, readonly A[]>) =>
    (prefix: string, until: Deadline): TaskEither<StoreError, readonly A[]> =>
      servers.call(
        { operation: "list", subject: prefix, isChange: false, attempt: list(prefix, what, codec) },
        until,
      )

  return {
    mostSteps,
    read: (query, until) =>
      pipe(
        chunksOf(operationsOf(query), mostOperations),
        TE.traverseSeqArray((operations) =>
          servers.call(
            {
              operation: "read",
              subject: operations[0]?.Key ?? "",
              isChange: false,
              attempt: read(operations, query.consistent === true),
            },
            until,
          ),
        ),
        TE.map((found) => found.flat()),
      ),
    entries: (prefix, until) =>
      pipe(
        listing("entries", EntriesAnswer)(prefix, until),
        TE.map((found) => found.map(toEntry)),
      ),
    keys: listing("keys", KeysAnswer),
    children: (prefix, until) =>
      pipe(
        listing("children", KeysAnswer)(prefix, until),
        TE.map((keys) => keys.map((key) => key.slice(prefix.length))),
      ),
    commit: (steps, until) => {
      const operations = steps.flatMap(operationsFor)
      return servers.call(
        {
          operation: "write",
          subject: steps[0]?.key ?? "",
          isChange: true,
          attempt: (server, timeout) =>
            pipe(transact(server, operations, false)(timeout), TE.map(outcomeOf(operations))),
        },
        until,
      )
    },
    close: TE.fromIO(() => {
      for (const { api } of all) api.close()
    }),
  }
}

/** Asks whichever server answers for one transaction. */
import type { StoreError } from "@cni-ipam/core"
import type { Deadline, Servers } from "@cni-ipam/store-kv"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Outcome, Session } from "./session.js"
import { isChange } from "./session.js"
import type { Txn, TxnAnswer } from "./transport.js"

/** @param operation as in `StoreError`. */
export type Ask = (txn: Txn, operation: string, until: Deadline) => TaskEither<StoreError, Outcome>

export const askOf =
  ({ call }: Servers<Session>): Ask =>
  (txn, operation, until) =>
    call(
      {
        operation,
        subject: "etcd",
        isChange: isChange(txn),
        attempt: (session, timeout) => session.txn(txn, operation, timeout),
      },
      until,
    )

/** Nothing can be compacted away that is read in its newest revision. */
export const newest =
  (operation: string) =>
  (outcome: Outcome): TaskEither<StoreError, TxnAnswer> =>
    outcome._tag === "Answer"
      ? TE.right(outcome)
      : TE.left({
          _tag: "Unavailable",
          operation,
          subject: "etcd",
          reason: "it has compacted its newest revision",
        })

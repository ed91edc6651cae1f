/** Sends one transaction to one server, and understands what it answers. */
import { decode } from "@cni-ipam/core"
import type { AttemptError, HttpFailure, KvEntry } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Decoder, TypeOf } from "io-ts"
import type { Entry } from "./consul-answers.js"
import { DoneAnswer, RolledBackAnswer } from "./consul-answers.js"
import type { ConsulApi, KvOperation } from "./consul-api.js"
import { refusal } from "./refusal.js"

export interface ConsulServer {
  readonly url: string
  readonly api: ConsulApi
}

const ok = 200
const badRequest = 400
const conflict = 409

const attemptTags = { NotSent: "Refused", NoAnswer: "Unanswered", TooLong: "Unusable" } as const

export const failedCall =
  ({ url }: ConsulServer) =>
  ({ _tag, reason }: HttpFailure): AttemptError => ({
    _tag: attemptTags[_tag],
    reason: `${url}: ${reason}`,
  })

/** Decodes the answer of a healthy server; whatever else it is, another server may do better. */
export const decoded =
  <A>({ url }: ConsulServer, codec: Decoder<unknown, A>) =>
  (body: unknown): E.Either<AttemptError, A> =>
    pipe(
      decode(codec)(body),
      E.mapLeft(
        ({ path }): AttemptError => ({
          _tag: "Unanswered",
          reason: `${url} does not answer as Consul does${path === "" ? "" : ` (${path})`}`,
        }),
      ),
    )

export const toEntry = ({ Key, Value, ModifyIndex }: TypeOf<typeof Entry>): KvEntry => ({
  key: Key,
  value: Buffer.from(Value ?? "", "base64").toString(),
  version: ModifyIndex,
})

/** These fail for no other reason than their condition; the others are not to fail at all. */
const canBeUnmet = new Set(["get", "cas", "delete-cas", "check-index", "check-not-exists"])
const isNoCondition = /Permission denied|ACL not found|unknown KV verb/i

/** Of a rollback the operations to blame; an error, if they failed for another reason. */
const blamed = (
  { url }: ConsulServer,
  operations: readonly KvOperation[],
  { Errors }: TypeOf<typeof RolledBackAnswer>,
): E.Either<AttemptError, readonly number[]> => {
  const strange = Errors.find(
    ({ OpIndex, What }) =>
      !canBeUnmet.has(operations[OpIndex]?.Verb ?? "") || isNoCondition.test(What),
  )
  if (strange !== undefined) return E.left(refusal(url, badRequest, strange.What))
  return Errors.length === 0
    ? E.left({ _tag: "Unanswered", reason: `${url} refused a transaction without a reason` })
    : E.right(Errors.map(({ OpIndex }) => OpIndex))
}

export type Transacted =
  | { readonly _tag: "Done"; readonly entries: readonly KvEntry[] }
  /** The indexes of the operations whose conditions were not met. */
  | { readonly _tag: "RolledBack"; readonly blamed: readonly number[] }

/** Consul tells of every key that it has put, so whoever does not is none. */
const isDone = (operations: readonly KvOperation[], entries: readonly KvEntry[]): boolean => {
  const told = new Set(entries.map(({ key }) => key))
  return operations.every(({ Verb, Key }) => (Verb !== "set" && Verb !== "cas") || told.has(Key))
}

const done =
  (server: ConsulServer, operations: readonly KvOperation[]) =>
  (body: unknown): E.Either<AttemptError, Transacted> =>
    pipe(
      decoded(server, DoneAnswer)(body),
      E.map(({ Results }) => Results.flatMap(({ KV }) => (KV ? [toEntry(KV)] : []))),
      E.filterOrElse(
        (entries) => isDone(operations, entries),
        (): AttemptError => ({
          _tag: "Unanswered",
          reason: `${server.url} does not say what it has written`,
        }),
      ),
      E.map((entries) => ({ _tag: "Done", entries })),
    )

const rolledBack =
  (server: ConsulServer, operations: readonly KvOperation[]) =>
  (body: unknown): E.Either<AttemptError, Transacted> =>
    pipe(
      decoded(server, RolledBackAnswer)(body),
      E.flatMap((answer) => blamed(server, operations, answer)),
      E.map((indexes) => ({ _tag: "RolledBack", blamed: indexes })),
    )

export const transact =
  (server: ConsulServer, operations: readonly KvOperation[], consistent: boolean) =>
  (timeout: number): TaskEither<AttemptError, Transacted> =>
    pipe(
      server.api.transact(operations, { timeout, consistent }),
      TE.mapLeft(failedCall(server)),
      TE.flatMapEither(({ status, body }) => {
        if (status === ok) return done(server, operations)(body)
        return status === conflict
          ? rolledBack(server, operations)(body)
          : E.left(refusal(server.url, status, body))
      }),
    )

/** Reads from one server, and does not take for absent what the token may not see. */
import type { AttemptError, KvEntry } from "@cni-ipam/store-kv"
import { deadlineIn, timeLeft } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Decoder } from "io-ts"
import type { KvOperation, Listing } from "./consul-api.js"
import { refusal } from "./refusal.js"
import type { ConsulServer } from "./transact.js"
import { decoded, failedCall, transact } from "./transact.js"

const ok = 200
const notFound = 404
/** No key has it: the check fails, after the token's right to read the key was looked at. */
const impossible = 1

/**
 * Consul leaves out of an answer, without a word, what the token may not read. It does say that a
 * key may not be checked: so where nothing was found, that is asked too.
 */
const orDenied =
  <A>(server: ConsulServer, key: string, timeout: () => number) =>
  (found: readonly A[]): TaskEither<AttemptError, readonly A[]> =>
    found.length > 0
      ? TE.right(found)
      : pipe(
          () =>
            transact(
              server,
              [{ Verb: "check-index", Key: key, Index: impossible }],
              false,
            )(timeout())(),
          TE.flatMapEither(
            (outcome): E.Either<AttemptError, readonly A[]> =>
              outcome._tag === "RolledBack"
                ? E.right(found)
                : E.left({
                    _tag: "Unanswered",
                    reason: `${server.url} does not answer as Consul does (${key})`,
                  }),
          ),
        )

/** To get a key that is not there fails the whole transaction: it is asked for no more. */
const readSome = (
  server: ConsulServer,
  operations: readonly KvOperation[],
  consistent: boolean,
  timeout: () => number,
): TaskEither<AttemptError, readonly KvEntry[]> =>
  operations.length === 0
    ? TE.right([])
    : pipe(
        () => transact(server, operations, consistent)(timeout())(),
        TE.flatMap((outcome) =>
          outcome._tag === "Done"
            ? TE.right(outcome.entries)
            : readSome(
                server,
                operations.filter((_, index) => !outcome.blamed.includes(index)),
                consistent,
                timeout,
              ),
        ),
      )

/** @param consistent whether that there is nothing must be true. */
export const read =
  (operations: readonly KvOperation[], consistent: boolean) =>
  (server: ConsulServer, timeout: number): TaskEither<AttemptError, readonly KvEntry[]> => {
    const until = deadlineIn(timeout)
    const left = () => timeLeft(until)
    const [{ Key: first } = { Key: "" }] = operations
    return pipe(
      readSome(server, operations, consistent, left),
      TE.flatMap((found) =>
        consistent ? orDenied<KvEntry>(server, first, left)(found) : TE.right(found),
      ),
    )
  }

export const list =
  <A>(prefix: string, what: Listing, codec: Decoder<unknown, readonly A[]>) =>
  (server: ConsulServer, timeout: number): TaskEither<AttemptError, readonly A[]> => {
    const until = deadlineIn(timeout)
    return pipe(
      server.api.list(prefix, what, { timeout, consistent: true }),
      TE.mapLeft(failedCall(server)),
      TE.flatMapEither(({ status, body }): E.Either<AttemptError, readonly A[]> => {
        // Whoever answers thus with a text to a listing may be any server of the web.
        if (status === notFound && body === "") return E.right([])
        return status === ok
          ? decoded(server, codec)(body)
          : E.left(refusal(server.url, status, body))
      }),
      TE.flatMap(orDenied<A>(server, prefix, () => timeLeft(until))),
    )
  }

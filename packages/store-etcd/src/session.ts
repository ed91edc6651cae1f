/**
 * One server, and the token by which it knows the user: fetched before the first transaction, and
 * again when the server has forgotten it.
 */
import type { AttemptError } from "@cni-ipam/store-kv"
import { deadlineIn, timeLeft } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import { attemptErrorOf, hasNoUsers, isCompacted, isOldToken } from "./fault.js"
import type { Fault, Transport, Txn, TxnAnswer, User } from "./transport.js"

/** The revision that was asked for is gone; what else there was to know, nobody tells. */
export type Outcome = ({ readonly _tag: "Answer" } & TxnAnswer) | { readonly _tag: "Compacted" }

export interface Session {
  /** @param operation as in `StoreError`. */
  readonly txn: (txn: Txn, operation: string, timeout: number) => TaskEither<AttemptError, Outcome>
  readonly close: () => void
}

/** `undefined`: none is needed. */
type Token = string | undefined

export const isChange = ({ success, failure }: Txn): boolean =>
  [...success, ...failure].some(({ _tag }) => _tag !== "Range")

export const openSession = (
  endpoint: string,
  transport: Transport,
  user: User | undefined,
): Session => {
  let login: Promise<E.Either<Fault, Token>> | undefined

  const fetchToken = async (timeout: number): Promise<E.Either<Fault, Token>> => {
    if (user === undefined) return E.right(undefined)
    const answer = await transport.authenticate(user, timeout)()
    return E.isLeft(answer) && hasNoUsers(answer.left) ? E.right(undefined) : answer
  }

  /** It may be newer by now. */
  const forget = (old: typeof login): void => {
    if (login === old) login = undefined
  }

  const txn: Session["txn"] = (asked, operation, timeout) => async () => {
    const until = deadlineIn(timeout)
    const failed = (fault: Fault, change: boolean): E.Either<AttemptError, Outcome> =>
      isCompacted(fault)
        ? E.right({ _tag: "Compacted" })
        : E.left(attemptErrorOf({ operation, endpoint, user: user?.name, isChange: change })(fault))

    for (let isSecond = false; ; isSecond = true) {
      // Calls side by side share one login.
      login ??= fetchToken(timeLeft(until))
      const used = login
      const granted = await used
      if (E.isLeft(granted)) {
        forget(used)
        const error = failed(granted.left, false)
        // Whatever became of the login, the transaction was not sent.
        return E.isLeft(error) && error.left._tag === "Unanswered"
          ? E.left({ ...error.left, _tag: "Refused" })
          : error
      }
      const answer = await transport.txn(asked, timeLeft(until), granted.right)()
      if (E.isRight(answer)) return E.right({ _tag: "Answer", ...answer.right })
      if (isSecond || user === undefined || !isOldToken(answer.left))
        return failed(answer.left, isChange(asked))
      forget(used)
    }
  }

  return { txn, close: transport.close }
}

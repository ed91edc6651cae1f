/**
 * etcd by its HTTP gateway: for programs that run once, which a gRPC client would cost more time
 * than all that they ask, and for those that have none.
 */
import type { Http, HttpAnswer } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { formatTxn, parseStatus, parseToken, parseTxnAnswer } from "./gateway-json.js"
import type { Connect, Fault } from "./transport.js"

const longestExcerpt = 60

const excerptOf = (body: string): string => {
  const line = body.replaceAll(/\s+/g, " ").trim()
  return line.length > longestExcerpt ? `${line.slice(0, longestExcerpt)}…` : line
}

const noEtcd = (status: number, reason: string): Fault => ({
  _tag: "NoEtcd",
  // With these codes a server says that it did not do what it was asked.
  mayBeDone: status < 300 || status >= 500,
  reason,
})

/** Whoever is no etcd may send back what it was sent. */
const tells = (message: string, secret = ""): boolean =>
  secret !== "" && !message.startsWith("etcdserver:") && message.includes(secret)

const faultOf = ({ status, body }: HttpAnswer, secret: string | undefined): Fault => {
  if (status === 404)
    return noEtcd(status, "this is no etcd from 3.4 on, or its JSON gateway is turned off (404)")
  const said = parseStatus(body)
  if (said !== undefined && said.message !== "" && !tells(said.message, secret))
    return { _tag: "Status", ...said }
  // Of a secret, an excerpt might show one half.
  const excerpt = secret === undefined ? excerptOf(body) : ""
  return noEtcd(status, `this is no etcd: it answers ${status} ${excerpt}`.trim())
}

const read =
  <A>(parse: (body: string) => A | undefined, secret: string | undefined) =>
  (answer: HttpAnswer): E.Either<Fault, A> => {
    const parsed = answer.status === 200 ? parse(answer.body) : undefined
    return parsed === undefined ? E.left(faultOf(answer, secret)) : E.right(parsed)
  }

/** @example const connect = gateway(nodeHttp) */
export const gateway =
  (http: Http): Connect =>
  (endpoint, tls) => {
    const post = <A>(
      path: string,
      body: string,
      timeout: number,
      { token, secret = token }: { readonly token?: string | undefined; readonly secret?: string },
      parse: (text: string) => A | undefined,
    ): TaskEither<Fault, A> =>
      pipe(
        http({
          method: "POST",
          url: `${endpoint}${path}`,
          headers: {
            "content-type": "application/json",
            ...(token !== undefined && { authorization: token }),
          },
          body,
          timeout,
          tls,
        }),
        TE.mapLeft((failure): Fault => failure),
        TE.flatMapEither(read(parse, secret)),
      )

    return {
      txn: (txn, timeout, token) =>
        post("/v3/kv/txn", formatTxn(txn), timeout, { token }, parseTxnAnswer),
      authenticate: (user, timeout) =>
        post(
          "/v3/auth/authenticate",
          JSON.stringify(user),
          timeout,
          { secret: user.password },
          parseToken,
        ),
      close: () => undefined,
    }
  }

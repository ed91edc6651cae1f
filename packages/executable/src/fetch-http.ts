/** HTTP by Bun's `fetch`, which is part of the program: it takes 1.4 ms, node:http 4.5 ms. */
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from "@cni-ipam/store-kv"
import { answerTooLong, longestAnswer } from "@cni-ipam/store-kv"
import type { Either } from "fp-ts/lib/Either.js"
import { left, map, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { plainReason } from "./plain-reason.js"

/** Codes of what happens before a server has seen anything. */
const neverSent =
  /^(ConnectionRefused|FailedToOpenSocket|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EINVAL|EPROTO|ENOTFOUND|EAI_|DNS|ERR_INVALID|.*CERT|.*SSL|.*TLS|.*SIGNATURE|UNABLE_TO|.*ALTNAME)/i

const tlsOf = ({ tls }: HttpRequest) =>
  tls && {
    ...(tls.ca !== undefined && { ca: tls.ca }),
    ...(tls.cert !== undefined && { cert: tls.cert }),
    ...(tls.key !== undefined && { key: tls.key }),
    ...(tls.serverName !== undefined && { serverName: tls.serverName }),
    rejectUnauthorized: tls.verify !== false,
  }

const failureOf = (error: unknown, timeout: number): HttpFailure => {
  if (!(error instanceof Error)) return { _tag: "NoAnswer", reason: `${error}` }
  if (error.name === "TimeoutError")
    return { _tag: "NoAnswer", reason: `no answer within ${Math.round(timeout)} ms` }
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
  return {
    _tag: neverSent.test(code) ? "NotSent" : "NoAnswer",
    reason: plainReason(code, error.message),
  }
}

/** Whether it says that it is short. What is packed may become longer. */
const isShort = ({ headers }: Response): boolean => {
  const length = headers.get("content-length")
  return length !== null && Number(length) <= longestAnswer && !headers.has("content-encoding")
}

const bodyOf = async (response: Response): Promise<Either<HttpFailure, string>> => {
  // Two answers of a few hundred bytes are all that most commands get: to look at `body` costs more.
  if (isShort(response)) return right(await response.text())
  const reader = response.body?.getReader()
  if (reader === undefined) return right("")
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return right(Buffer.concat(chunks).toString())
    length += value.length
    if (length > longestAnswer) {
      await reader.cancel()
      return left(answerTooLong)
    }
    chunks.push(value)
  }
}

const send = async (request: HttpRequest): Promise<Either<HttpFailure, HttpAnswer>> => {
  const { method, url, headers, body, timeout } = request
  const tls = tlsOf(request)
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    // Of the runtime's proxy the servers in a cluster know nothing, and it must not see the token.
    proxy: false,
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeout))),
    ...(body !== undefined && { body }),
    ...(tls !== undefined && { tls }),
  })
  return pipe(
    await bodyOf(response),
    map((body) => ({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body,
    })),
  )
}

export const fetchHttp: Http = (request) => async (): Promise<Either<HttpFailure, HttpAnswer>> => {
  try {
    return await send(request)
  } catch (error) {
    return left(failureOf(error, request.timeout))
  }
}

/**
 * HTTP by Node's own client.
 *
 * Its modules are loaded with the first request: a program that keeps its leases elsewhere, and one
 * that is no Node, must not pay for them.
 */
import type { IncomingMessage, RequestOptions } from "node:http"
import * as E from "fp-ts/lib/Either.js"
import type { Http, HttpAnswer, HttpFailure, HttpRequest, TlsOptions } from "./http.js"
import { answerTooLong, longestAnswer } from "./http.js"

const codeOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" ? error.code : ""

/** The code says more than the message, where there is one: `ECONNREFUSED`. */
const reasonOf = (error: Error): string => {
  const code = codeOf(error)
  return code === "" || error.message.includes(code) ? error.message : `${error.message} (${code})`
}

const answerOf = (message: IncomingMessage, chunks: readonly Buffer[]): HttpAnswer => ({
  status: message.statusCode ?? 0,
  headers: Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, `${value}`]),
  ),
  body: Buffer.concat(chunks).toString("utf8"),
})

/** In the words of Node's clients and agents. */
export const nodeTls = (tls: TlsOptions | undefined) => ({
  ...(tls?.ca !== undefined && { ca: tls.ca }),
  ...(tls?.cert !== undefined && { cert: tls.cert }),
  ...(tls?.key !== undefined && { key: tls.key }),
  ...(tls?.serverName !== undefined && { servername: tls.serverName }),
  ...(tls?.verify === false && { rejectUnauthorized: false }),
})

const optionsOf = ({ method, headers, body, tls }: HttpRequest): RequestOptions => ({
  method,
  headers: {
    ...headers,
    ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
  },
  ...nodeTls(tls),
})

/** @example await nodeHttp({ method: "GET", url, headers: {}, body: undefined, timeout: 1000, tls: undefined })() */
export const nodeHttp: Http = (request) => async () => {
  const isTls = request.url.startsWith("https:")
  const client = await (isTls ? import("node:https") : import("node:http"))
  return new Promise<E.Either<HttpFailure, HttpAnswer>>((resolve) => {
    let isConnected = false
    const fail = (reason: string): void => {
      const failure: HttpFailure = { _tag: isConnected ? "NoAnswer" : "NotSent", reason }
      resolve(E.left(failure))
    }
    const sent = client.request(request.url, optionsOf(request), (message) => {
      const chunks: Buffer[] = []
      let length = 0
      message.on("data", (chunk: Buffer) => {
        length += chunk.length
        if (length <= longestAnswer) {
          chunks.push(chunk)
          return
        }
        resolve(E.left(answerTooLong))
        sent.destroy(new Error(answerTooLong.reason))
      })
      message.on("end", () => {
        clearTimeout(timer)
        resolve(E.right(answerOf(message, chunks)))
      })
      message.on("error", (error) => fail(reasonOf(error)))
    })
    const timer = setTimeout(
      () => sent.destroy(new Error(`no answer within ${Math.round(request.timeout)} ms`)),
      request.timeout,
    )
    sent.on("socket", (socket) => {
      const connect = (): void => {
        isConnected = true
      }
      // One that was kept from an earlier request is connected already.
      if (sent.reusedSocket) connect()
      else socket.once(isTls ? "secureConnect" : "connect", connect)
    })
    sent.on("error", (error) => {
      clearTimeout(timer)
      fail(reasonOf(error))
    })
    sent.end(request.body)
  }).catch((error: unknown) => {
    // A key or a certificate that cannot be read, a URL that is none.
    const reason = error instanceof Error ? reasonOf(error) : String(error)
    return E.left({ _tag: "NotSent", reason })
  })
}

/**
 * HTTP as an adapter needs it: one request, one answer, a deadline; and to know of a failure whether
 * the server can have seen the request.
 */
import type { TaskEither } from "fp-ts/lib/TaskEither.js"

export interface TlsOptions {
  /** Certificates, keys: PEM texts. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** The name that the server's certificate must have, if it is not that of the URL. */
  readonly serverName?: string
  /** Whether the server must show a certificate that is trusted. Default: true. */
  readonly verify?: boolean
}

export interface HttpRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE"
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly tls: TlsOptions | undefined
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type HttpFailure =
  /** There was no connection: the server has seen nothing. */
  | { readonly _tag: "NotSent"; readonly reason: string }
  | { readonly _tag: "NoAnswer"; readonly reason: string }
  /** The answer was given up, and would be as long a second time. */
  | { readonly _tag: "TooLong"; readonly reason: string }

/**
 * An answer that is larger, in bytes, is none: a server that sends without end must not take the
 * memory of a node. Four networks of 65 000 leases would fit, listed by Consul at once; etcd is asked
 * in pages.
 */
export const longestAnswer = 128 * 1024 * 1024

export const answerTooLong: HttpFailure = {
  _tag: "TooLong",
  reason: `its answer has more than ${longestAnswer / 1024 / 1024} MB`,
}

export type Http = (request: HttpRequest) => TaskEither<HttpFailure, HttpAnswer>

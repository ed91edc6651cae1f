/** One HTTP request on a connection of its own, over TLS where the address says so. */
import { readFile } from "node:fs/promises"
import { request as requestPlain } from "node:http"
import { request as requestTls } from "node:https"
import { text } from "node:stream/consumers"
import type { Credentials } from "./certificates.js"

export interface HttpCall {
  readonly url: string
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What to show to a server that asks for a certificate, and whom to trust. */
  readonly credentials?: Credentials | undefined
  /** Takes a server whose certificate is no good. */
  readonly anyServer?: boolean
  /** Milliseconds until the call fails. */
  readonly timeout?: number
}

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

const read = async ({ authority, certificate, key }: Credentials) => ({
  ca: await readFile(authority),
  cert: await readFile(certificate),
  key: await readFile(key),
})

/** Fails when there is no answer; an answer of any status is one. */
export const httpCall = async (call: HttpCall): Promise<HttpAnswer> => {
  const tls = call.credentials === undefined ? {} : await read(call.credentials)
  const request = call.url.startsWith("https:") ? requestTls : requestPlain
  const { method = "GET", headers = {}, anyServer = false, timeout = 5_000 } = call
  const signal = AbortSignal.timeout(timeout)
  // Without an agent, because a kept connection would outlive the server it leads to.
  const options = { method, headers, signal, agent: false, rejectUnauthorized: !anyServer, ...tls }
  return new Promise((resolve, reject) => {
    const sent = request(call.url, options, (answer) => {
      const status = answer.statusCode ?? 0
      text(answer).then((body) => resolve({ status, body }), reject)
    })
    sent.once("error", reject)
    sent.end(call.body)
  })
}

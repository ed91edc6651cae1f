/** Consul's API over any HTTP client: for executables, in which it starts six times as fast. */
import { parseJson } from "@cni-ipam/core"
import type { Http, HttpAnswer, HttpRequest } from "@cni-ipam/store-kv"
import { getOrElseW } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { ApiAnswer, CallOptions, ConnectConsul, Listing } from "./consul-api.js"

const toAnswer = ({ status, body }: HttpAnswer): ApiAnswer => ({
  status,
  body: pipe(
    parseJson(body),
    getOrElseW(() => body),
  ),
})

const listingQuery: Readonly<Record<Listing, string>> = {
  entries: "recurse=",
  keys: "keys=",
  children: "keys=&separator=%2F",
}

/**
 * @example
 * const connect = httpConsul(nodeHttp)
 */
export const httpConsul =
  (http: Http): ConnectConsul =>
  (server, { token, datacenter, namespace, tls }) => {
    const headers = {
      ...(token !== undefined && { "x-consul-token": token }),
      ...(namespace !== undefined && { "x-consul-namespace": namespace }),
    }
    const common = datacenter === undefined ? [] : [`dc=${encodeURIComponent(datacenter)}`]

    const call = (
      request: Pick<HttpRequest, "method" | "body">,
      path: string,
      query: readonly string[],
      { timeout, consistent }: CallOptions,
    ) => {
      const all = [...query, ...common, ...(consistent ? ["consistent="] : [])].join("&")
      const url = `${server}/v1${path}${all === "" ? "" : `?${all}`}`
      return pipe(http({ ...request, url, headers, timeout, tls }), TE.map(toAnswer))
    }

    return {
      transact: (operations, options) =>
        call(
          { method: "PUT", body: JSON.stringify(operations.map((KV) => ({ KV }))) },
          "/txn",
          [],
          options,
        ),
      list: (prefix, listing, options) =>
        call(
          { method: "GET", body: undefined },
          `/kv/${encodeURIComponent(prefix)}`,
          [listingQuery[listing]],
          options,
        ),
      close: () => undefined,
    }
  }
